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
  return {
    today: `${base}/`,
    search: `${base}/search?q=garage`,
    accounts: `${base}/accounts`,
    account: garage,
    statement: `${garage}/statement`,
    debtor: `${garage}/debtor`,
    tasks: `${base}/tasks`,
    task: `${base}/tasks/${(await task.json()).id}`,
    approvals: `${base}/approvals`,
    entries: `${base}/entries`,
    aging: `${base}/aging`,
    run: `${base}/run?day=2026-12-08`,
    letters: `${base}/letters`,
    outbox: `${base}/outbox`,
    imports: `${base}/imports`,
    prepare,
    result: base + batch,
    diagnosis: `${base}/diagnosis`,
    creditors: `${base}/creditors`,
    creditor: `${base}/creditors/VAUBAN`,
    texts: `${base}/texts`,
    text: `${base}/texts/reminder-2/fr`,
    users: `${base}/users`,
    settings: `${base}/settings`,
    help: `${base}/help`,
    menu: `${base}/menu`,
    nowhere: `${base}/nowhere`,
  };
}
