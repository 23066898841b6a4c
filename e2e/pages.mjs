// Every page of the demo company, by name.
import { DAY, account, demo } from "./house.mjs";

export async function pages(p, base) {
  const garage = await account(p, base, "C0107");
  const given = { subject: "rappeler la comptable", due: DAY };
  const headers = { "sec-fetch-site": "same-origin" };
  const task = await p.request.post(`${base}/api/v1/accounts/C0107/tasks`, { data: given, headers });
  await p.goto(`${base}/imports`);
  const batch = await p.locator("tbody a").first().getAttribute("href");
  await p.setInputFiles("input[type=file]", demo("balance-2026-11-23.csv"));
  await p.click("main form button.first");
  await p.waitForURL(/prepare/);
  const prepare = p.url();
  const order = { url: "https://erp.example/quittance", events: ["promise", "message.sent"] };
  const hook = await p.request.post(`${base}/api/v1/webhooks`, { data: order, headers });
  return {
    today: `${base}/`,
    team: `${base}/worklist/team`,
    weights: `${base}/worklist/weights?amount=1&right=2`,
    why: `${garage.replace("/accounts/", "/worklist/")}/why`,
    snooze: `${garage.replace("/accounts/", "/worklist/")}/snooze`,
    search: `${base}/search?q=garage`,
    accounts: `${base}/accounts`,
    account: garage,
    write: `${garage}/write`,
    promise: `${garage}/promise`,
    block: `${garage}/block`,
    "give-task": `${garage}/task`,
    thread: `${garage}/thread`,
    statement: `${garage}/statement`,
    debtor: `${garage}/debtor`,
    tasks: `${base}/tasks`,
    task: `${base}/tasks/${(await task.json()).id}`,
    approvals: `${base}/approvals`,
    entries: `${base}/entries`,
    aging: `${base}/aging`,
    indicators: `${base}/indicators`,
    delays: `${base}/indicators/delays?order=longest`,
    sales: `${base}/indicators/sales?from=2026-10-01&until=2026-10-31`,
    run: `${base}/run?day=2026-12-08`,
    letters: `${base}/letters`,
    outbox: `${base}/outbox`,
    imports: `${base}/imports`,
    prepare,
    result: base + batch,
    diagnosis: `${base}/diagnosis`,
    calculators: `${base}/calculators`,
    "calculator-empty": `${base}/calculators/late-interest`,
    "calculator-interest": `${base}/calculators/late-interest?amount=4800.00&due=2026-03-01&until=2026-11-01&payment=2026-05-01%3A1000.00`,
    "calculator-wrong": `${base}/calculators/late-interest?amount=beaucoup&until=2026-11-01`,
    "calculator-decompte": `${base}/calculators/decompte?item=2026-03-01%3A4800.00%3AF-1&item=2026-04-15%3A1200.00%3AF-2&payment=2026-05-01%3A1000.00&cost=2026-09-01%3A73.18%3Asignification&as-of=2026-11-01`,
    "calculator-deadline": `${base}/calculators/deadline?procedure=payment-order&step=service&from=2026-09-10&order-date=2026-09-10`,
    "calculator-limitation": `${base}/calculators/limitation?kind=b2b&due=2022-01-01&event=2023-02-01%3Aacknowledgement%3Acourriel&on=2026-11-01`,
    "calculator-court": `${base}/calculators/court?debtor=commercial-company&amount=4000.00&place=75056`,
    "calculator-procedure": `${base}/calculators/procedure?procedure=payment-order&state=granted&since=2026-09-10`,
    creditors: `${base}/creditors`,
    creditor: `${base}/creditors/VAUBAN`,
    strategies: `${base}/strategies`,
    strategy: `${base}/strategies/sme`,
    segments: `${base}/strategies/segments`,
    texts: `${base}/texts`,
    text: `${base}/texts/reminder-2/fr`,
    users: `${base}/users`,
    rights: `${base}/users/demo`,
    sources: `${base}/sources`,
    webhooks: `${base}/webhooks`,
    webhook: `${base}/webhooks/${(await hook.json()).id}`,
    settings: `${base}/settings`,
    profile: `${base}/profile`,
    "second-factor": `${base}/profile/second-factor`,
    person: `${base}/users/demo/sign-in`,
    help: `${base}/help`,
    menu: `${base}/menu`,
    nowhere: `${base}/nowhere`,
  };
}
