// Every page of the demo company, by name.
import { DAY, account, demo, pdf } from "./house.mjs";

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
  const disputes = await disputed(p, base, headers);
  const order = { url: "https://erp.example/quittance", events: ["promise", "message.sent"] };
  const hook = await p.request.post(`${base}/api/v1/webhooks`, { data: order, headers });
  const agreed = { kind: "equal", count: 4, first: "2027-01-05" };
  const plan = await p.request.post(`${base}/api/v1/accounts/C0044/plans`, { data: agreed, headers });
  const { id: running } = await plan.json();
  const proof = { by: "le gérant", level: "handwritten" };
  await p.request.post(`${base}/api/v1/plans/${running}/signature`, { data: proof, headers });
  const credit = await trusted(p, base, headers, garage);
  const pleas = await pleaded(p, base, headers, garage);
  const insolvent = await insolvency(p, base, headers);
  const registered = await companies(p, base, headers);
  const terms = await termed(p, base, headers, garage);
  const space = await spaces(p, base, headers);
  await p.goto(`${base}/outbox`);
  const letter = await p.locator("main a[href$='/letter']").first().getAttribute("href");
  return {
    ...credit,
    ...pleas,
    ...insolvent,
    ...registered,
    ...terms,
    ...space,
    links: `${garage}/links`,
    today: `${base}/`,
    team: `${base}/worklist/team`,
    weights: `${base}/worklist/weights?amount=1&right=2`,
    why: `${garage.replace("/accounts/", "/worklist/")}/why`,
    snooze: `${garage.replace("/accounts/", "/worklist/")}/snooze`,
    search: `${base}/search?q=garage`,
    accounts: `${base}/accounts`,
    "account-new": `${base}/accounts/new?then=case`,
    account: garage,
    write: `${garage}/write`,
    promise: `${garage}/promise`,
    block: `${garage}/block`,
    "give-task": `${garage}/task`,
    "open-dispute": `${garage}/dispute`,
    disputes: `${base}/disputes`,
    "disputes-board": `${base}/disputes?view=board`,
    dispute: `${base}/disputes/${disputes}`,
    "dispute-policy": `${base}/disputes/policy`,
    "dispute-causes": `${base}/disputes/causes`,
    satisfaction: `${base}/disputes/satisfaction`,
    mentions: `${base}/mentions`,
    note: `${garage}/note`,
    "dispute-inform": `${base}/disputes/${disputes}/inform`,
    colleagues: `${base}/colleagues`,
    notices: `${base}/notices`,
    "invoice-statuses": `${base}/disputes/statuses?fresh=3&waiting=1&disputes=1`,
    "plan-composer": `${(await account(p, base, "C0165"))}/plan`,
    plans: `${base}/plans`,
    plan: `${base}/plans/${running}`,
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
    endedFiles: `${base}/indicators/files?months=12`,
    sales: `${base}/indicators/sales?from=2026-10-01&until=2026-10-31`,
    run: `${base}/run?day=2026-12-08`,
    letters: `${base}/letters`,
    outbox: `${base}/outbox`,
    "outbox-letter": `${base}${letter}`,
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

// The pages of a link: a company's space with a plan to sign, the question a person is asked, a link that opens nothing.
async function spaces(p, base, headers) {
  const link = async (path) => (await (await p.request.post(`${base}/api/v1/${path}/links`, { data: {}, headers })).json()).address;
  const agreed = { kind: "equal", count: 3, first: "2027-01-05" };
  const plan = await p.request.post(`${base}/api/v1/accounts/C0165/plans`, { data: agreed, headers });
  const company = await link("accounts/C0107");
  const account = await (await p.request.get(`${base}/api/v1/accounts/C0107`, { headers })).json();
  return {
    space: company,
    "space-pay": `${company}/pay`,
    "space-plan": `${company}/plan`,
    "space-contest": `${company}/contest`,
    "space-other": `${company}/other`,
    "space-line": `${company}/lines/${account.items[0].id}`,
    "space-question": await link("accounts/C0269"),
    "space-sign": await link(`plans/${(await plan.json()).id}`),
    "space-closed": `${base}/link/space/none`,
  };
}

// Disputes at several steps, so that the board has something to show; the reference of the first.
async function disputed(p, base, headers) {
  const account = await (await p.request.get(`${base}/api/v1/accounts/C0107`, { headers })).json();
  const owed = account.items.filter((item) => !String(item.open).startsWith("-"));
  await p.request.post(`${base}/api/v1/colleagues`, { data: { name: "Léa Quai", email: "lea@vauban.example" }, headers });
  const orders = [
    { kind: "price", amount: "120.00", mail: "Bonjour,\nle tarif convenu était de 4,20 € et non de 4,80 €." },
    { kind: "delivery", amount: "80.00", owner: "Léa Quai", note: "deux palettes manquent" },
    { kind: "quality", amount: "45.00" },
  ];
  const made = [];
  for (const [n, data] of orders.entries()) {
    const item = owed[n % owed.length].id;
    const answer = await p.request.post(`${base}/api/v1/items/${item}/disputes`, { data, headers });
    made.push((await answer.json()).id);
  }
  for (const step of ["facts", "negotiate"]) {
    await p.request.post(`${base}/api/v1/disputes/${made[0]}/step`, { data: { step, note: "vu avec le commerce" }, headers });
  }
  const evidence = { side: "house", words: "Le bon de commande porte bien 4,20 €." };
  await p.request.post(`${base}/api/v1/disputes/${made[0]}/evidence`, { data: evidence, headers });
  const note = { note: 'Vu avec la comptable : @"Léa Quai" cherche le bon de livraison.' };
  await p.request.post(`${base}/api/v1/accounts/C0107/notes`, { data: note, headers });
  return made[0];
}

/** A customer beyond its limit, insured, whose orders are proposed to be held; what the day says of it. */
async function trusted(p, base, headers, garage) {
  const put = (path, data) => p.request.put(`${base}/api/v1/accounts/C0107/credit/${path}`, { data, headers });
  await put("limit", { amount: "1000.00", reason: "comité de crédit" });
  const cover = { insurer: "Assurcrédit", policy: "P-77", amount: "500.00", since: "2026-01-01", until: "2026-12-15" };
  await put("cover", { ...cover, declare_days: 90 });
  const post = (path, data) => p.request.post(`${base}/api/v1/${path}`, { data, headers });
  await post("accounts/C0107/credit/orders", { reason: "deux chèques revenus" });
  const rights = (await (await p.request.get(`${base}/api/v1/guard`, { headers })).json()).rows;
  await post(`guard/rights/${rights.at(-1).right}/waiver`, { why: "coquille vide, rien à saisir" });
  return {
    credit: `${base}/credit`,
    guard: `${base}/guard`,
    "guard-lost": `${base}/guard?show=lost`,
    "guard-given-up": `${base}/guard?show=given-up`,
    "guard-one": `${base}/guard/rights/${rights[0].right}`,
    "guard-waived": `${base}/guard/rights/${rights.at(-1).right}`,
    "guard-subscription": `${base}/guard/subscription`,
    "credit-over": `${base}/credit?show=over`,
    "credit-one": `${garage}/credit`,
    "credit-signals": `${base}/credit/signals?seen=1`,
    "credit-policy": `${base}/credit/policy`,
    "credit-weights": `${base}/credit/weights?lateness=1&age=9`,
  };
}

/** A case that follows a payment order whose service is awaited, and the form that opens another. */
async function pleaded(p, base, headers, garage) {
  const post = async (path, data) => (await p.request.post(`${base}/api/v1/${path}`, { data, headers })).json();
  const made = await post("accounts/C0108/cases", { reference: "VAUBAN 2026/114" });
  await post(`cases/${made.id}/parties`, { role: "guarantor", name: "Paul Quai", note: "caution du 3 mars 2024, plafond 20 000 €" });
  await post(`cases/${made.id}/answers`, { aspect: "solvency", value: "good" });
  await post(`cases/${made.id}/asks`, { gap: "delivery-missing" });
  const order = { definition: "payment-order", court: "Tribunal de commerce de Lille", begun: "2026-10-05" };
  const procedure = await post(`cases/${made.id}/procedures`, order);
  const tell = (data) => post(`procedures/${procedure.id}/facts`, { tell: "act", ...data });
  await tell({ act: "file-request", day: "2026-10-05", proof_kind: "registry-receipt", proof: "2026/114" });
  await tell({ act: "grant", day: "2026-10-19", proof_kind: "decision", proof: "2026IP00114" });
  const heard = await post(`cases/${made.id}/procedures`, { ...order, definition: "summons" });
  const asked = { tell: "act", act: "ask-date", day: "2026-10-07", proof_kind: "registry-receipt", proof: "2026/812" };
  await post(`procedures/${heard.id}/facts`, asked);
  await post(`procedures/${heard.id}/facts`, { tell: "hearing", day: "2026-12-15", note: "9 h 30, salle 2, Me Aubry" });
  const shown = { name: "Facture VM-2026-0412.pdf", mimeType: "application/pdf", buffer: pdf("Facture VM-2026-0412", 2) };
  await p.request.post(`${base}/api/v1/cases/${made.id}/exhibits`, { multipart: { shown }, headers });
  await post(`cases/${made.id}/papers/decompte`, {});
  const heads = [{ amount: "1200.00" }, { kind: "outside-costs", amount: "500.00", bare: true }];
  const judgment = { issued: "2026-10-12", court: "Tribunal de commerce de Lille", number: "2026F00114", heads };
  const title = await post(`cases/${made.id}/titles`, judgment);
  const act = { tell: "service", day: "2026-10-20", on: "Garage du Quai", proof: "PV 4512" };
  await p.request.post(`${base}/api/v1/titles/${title.id}/facts`, { data: act, headers });
  const cost = { label: "signification", net: "58.73", vat: "11.75", kind: "officer-act", ground: "prescribed-act", tariff: "service-of-order" };
  await post(`cases/${made.id}/costs`, cost);
  const report = { name: "PV de signification.pdf", mimeType: "application/pdf", buffer: pdf("PV de signification", 1) };
  const proofs = await (await p.request.get(`${base}/api/v1/cases/${made.id}/proofs`, { headers })).json();
  await p.request.post(`${base}/api/v1/cases/${made.id}/proofs/${proofs[0].subject}`, { multipart: { report }, headers });
  await post(`cases/${made.id}/time`, { who: "Léa", minutes: 50, hourly: "42.50" });
  return {
    titles: `${base}/titles`,
    "title-one": `${base}/titles/${title.id}`,
    "title-form": `${base}/cases/${made.id}/title`,
    "case-costs": `${base}/cases/${made.id}/costs`,
    cases: `${base}/cases`,
    "case-one": `${base}/cases/${made.id}`,
    papers: `${base}/cases/${made.id}/papers`,
    proofs: `${base}/cases/${made.id}/proofs`,
    petition: `${base}/cases/${made.id}/papers/petition`,
    instruction: `${base}/cases/${made.id}/papers/instruction`,
    "case-checklist": `${base}/cases/${made.id}/checklist`,
    limitation: `${garage}/limitation`,
    "case-ready": `${base}/cases/${made.id}/readiness`,
    "case-choice": `${base}/cases/${made.id}/choice`,
    "case-policy": `${base}/cases/policy`,
    "case-open": `${garage}/case`,
    procedure: `${base}/procedures/${procedure.id}`,
    hearings: `${base}/hearings`,
  };
}

/** A procedure by number, and a name to check. */
async function insolvency(p, base, headers) {
  const customers = await (await p.request.get(`${base}/api/v1/accounts?limit=40`, { headers })).json();
  const named = customers.accounts.slice(10, 12).map((account) => account.name);
  const judgment = { nature: "Jugement d'ouverture de redressement judiciaire", date: "2026-11-10" };
  const results = named.map((name, n) => ({
    id: `A2026022110${n}`, dateparution: "2026-11-18", typeavis: "annonce", familleavis: "collective",
    tribunal: "Tribunal de commerce de Lyon", commercant: name, jugement: JSON.stringify(judgment),
  }));
  const file = { name: "bodacc.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ results })) };
  await p.request.post(`${base}/api/v1/insolvency/notices`, { multipart: { file }, headers });
  const reviews = await (await p.request.get(`${base}/api/v1/insolvency/reviews`, { headers })).json();
  if (reviews.rows.length > 0) {
    await p.request.post(`${base}/api/v1/insolvency/reviews/${reviews.rows[0].id}`, { data: { ours: true }, headers });
  }
  const all = await (await p.request.get(`${base}/api/v1/insolvency`, { headers })).json();
  const pages = { insolvency: `${base}/insolvency`, "insolvency-review": `${base}/insolvency/review` };
  return all.rows.length > 0 ? { ...pages, "insolvency-one": `${base}/insolvency/${all.rows[0].id}` } : pages;
}

/** A debtor whose company ceased elsewhere than where we write, and the list. */
async function companies(p, base, headers) {
  const list = await (await p.request.get(`${base}/api/v1/companies`, { headers })).json();
  const pages = { companies: `${base}/companies`, "companies-never": `${base}/companies?show=never` };
  if (list.rows.length === 0) return pages;
  const { siren, account_id: id } = list.rows[0];
  const results = [{
    siren, nom_raison_sociale: "BOISERIES DU RHONE", nature_juridique: "5710", etat_administratif: "C",
    date_fermeture: "2026-10-31", statut_diffusion: "O", nombre_etablissements_ouverts: 0,
  }];
  const file = { name: "sirene.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ results })) };
  await p.request.post(`${base}/api/v1/companies/import`, { multipart: { file }, headers });
  return { ...pages, "company-account": `${base}/accounts/${id}` };
}

/** Terms of sale in force and to come, which a customer signed. */
async function termed(p, base, headers, garage) {
  const post = async (path, data) => (await p.request.post(`${base}/api/v1/${path}`, { data, headers })).json();
  const clauses = [
    { kind: "payment-period", text: "Trente jours à compter de la date de la facture." },
    { kind: "late-penalties", text: "Exigibles dès le lendemain de l'échéance, sans rappel.", rate: "taux de la BCE majoré de dix points" },
    { kind: "retention-of-title", text: "Les marchandises restent la propriété du vendeur jusqu'au paiement complet." },
  ];
  const first = await post("creditors/VAUBAN/sale-terms", { label: "CGV 2025-01", since: "2025-01-01", clauses });
  const next = await post("creditors/VAUBAN/sale-terms", { label: "CGV 2027-01", since: "2027-01-01", from: first.id });
  await post("accounts/C0107/sale-terms", { version: "CGV 2025-01", on: "2025-03-12", how: "signed", note: "à la reprise du compte" });
  return {
    "sale-terms": `${base}/sale-terms`,
    "sale-terms-one": `${base}/sale-terms/${first.id}`,
    "sale-terms-draft": `${base}/sale-terms/${next.id}`,
    "sale-terms-form": `${base}/sale-terms/new?creditor=VAUBAN&from=${first.id}`,
    "sale-terms-account": `${garage}/sale-terms`,
  };
}
