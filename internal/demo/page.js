// The page works without this file. With it, changes appear by themselves and nothing that is being typed is lost.
'use strict';

const app = document.getElementById('app');
document.documentElement.classList.add('script');

// patch makes the old node look like the new one and keeps what is equal, so that focus, scrolling, half-typed text and
// a screen reader's place stay. Elements with an id are matched by it, the others by their order.
function patch(was, now) {
  if (was.isEqualNode(now) || was.dataset?.own !== undefined) return;
  if (was.nodeType === Node.TEXT_NODE) { was.data = now.data; return; }
  for (const a of [...was.attributes]) if (!now.hasAttribute(a.name)) was.removeAttribute(a.name);
  for (const a of now.attributes) if (was.getAttribute(a.name) !== a.value) was.setAttribute(a.name, a.value);
  const byID = new Map([...was.children].filter(e => e.id).map(e => [e.id, e]));
  let at = was.firstChild;
  for (const child of [...now.childNodes]) {
    const like = child.id ? byID.get(child.id) : at && !at.id && at.nodeName === child.nodeName ? at : null;
    if (!like) { was.insertBefore(child, at); continue; }
    if (like === at) at = at.nextSibling;
    else was.insertBefore(like, at);
    patch(like, child);
  }
  while (at) { const next = at.nextSibling; at.remove(); at = next; }
}

const log = () => document.getElementById('log');
const line = () => document.getElementById('line');
const toEnd = () => { if (!app.querySelector('.home')) log().scrollTop = log().scrollHeight; }; // Home begins at its top
const isAtEnd = () => log().scrollHeight - log().scrollTop - log().clientHeight < 40;

// title is the heading of the open form: "" when it has none, undefined when no form is open.
const title = () => { const body = app.querySelector('dialog .body'); return body ? body.querySelector('.heading')?.textContent ?? '' : undefined; };

// A picture that comes later than its message pushes nobody away from the end.
let stays = true;
document.addEventListener('scroll', event => { if (event.target === log()) stays = isAtEnd(); }, true);
document.addEventListener('load', event => { if (stays && event.target.matches?.('#log img')) toEnd(); }, true);

function show(html) {
  const atEnd = isAtEnd(), step = title();
  const now = document.createElement('div');
  now.id = 'app';
  now.innerHTML = html; // the server's own page, escaped there
  const form = app.querySelector('dialog');
  if (form && now.querySelector('dialog')?.id !== form.id) { form.close(); form.remove(); }
  patch(app, now);
  raise();
  if (atEnd) toEnd();
  if (step !== undefined && title() !== undefined && title() !== step) app.querySelector('dialog .body').scrollTop = 0; // the form has become another
}

// raise turns a form that stands in the page into one that holds the focus until it is closed.
function raise() {
  const form = app.querySelector('dialog:not(:modal)');
  if (!form) return;
  form.removeAttribute('open');
  form.showModal();
  (form.querySelector('.body :is(input, select, textarea)') || form.querySelector('[data-close]')).focus();
}

document.addEventListener('submit', async event => {
  event.preventDefault();
  const form = event.target, by = event.submitter;
  const body = new URLSearchParams(new FormData(form, by));
  const machine = form.classList.contains('machine'), composer = form.classList.contains('composer');
  if (composer) { line().value = ''; hint(); toEnd(); }
  if (machine) document.body.classList.add('busy');
  try {
    await fetch(by?.getAttribute('formaction') || form.getAttribute('action'), { method: 'POST', body, headers: { 'X-Live': '1' } });
  } catch {
    if (composer) line().value ||= body.get('text');
  } finally {
    if (machine) document.body.classList.remove('busy');
  }
});

document.addEventListener('change', event => {
  const menu = event.target.closest('select[data-choose]');
  if (menu?.value) menu.form.requestSubmit(menu.parentElement.querySelector('.choose'));
});

// Escape closes a form the way its button does: Slack hears of it.
document.addEventListener('cancel', event => {
  const close = event.target.querySelector?.('[data-close]');
  if (close) { event.preventDefault(); close.form.requestSubmit(close); }
}, true);

// The hint appears while the command's name is being typed; Tab completes it.
function hint() {
  const name = line().dataset.command, typed = line().value;
  document.getElementById('usage').hidden = !typed || !(name + ' ').startsWith(typed);
}
document.addEventListener('input', event => { if (event.target === line()) hint(); });
document.addEventListener('keydown', event => {
  if (event.key !== 'Tab' || event.shiftKey || event.target !== line()) return;
  const name = line().dataset.command + ' ', typed = line().value;
  if (!typed || typed === name || !name.startsWith(typed)) return;
  event.preventDefault();
  line().value = name;
  hint();
});

const lost = document.getElementById('lost');
const live = new EventSource('/live?' + new URLSearchParams(new FormData(app.querySelector('.composer'))));
live.onmessage = event => show(JSON.parse(event.data));
live.onopen = () => { lost.hidden = true; };
live.onerror = () => { lost.hidden = false; };

raise();
toEnd();
