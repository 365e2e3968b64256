#!/usr/bin/env bash
# An element that asks for its own replacement (hx-swap="outerHTML") loses the request that waits behind the one under way.
#
# Version:  htmx.org 2.0.8 (jsdom 26.1.0 as the browser, node's own HTTP server)
# Input:    an element with hx-get, hx-trigger="news" and hx-swap="outerHTML"; "news" is triggered twice, the second time while the first
#           request is under way. The answer holds the same element, as every self-refreshing part of a page does.
# Expected: two requests: a trigger during a request waits for it (hx-sync's default, "queue last") and is then served, by the new element
#           or for it
# Seen:     one request; the second trigger is gone without an event or an error, and the page shows what was true before it:
#             itself: 1 request
#           With the asking element left in place and its child as hx-target:
#             its child: 2 requests
# Source:   htmx keeps the queue in the internal data of the element that asked; when the request ends, the queued one is issued for that
#           element, and issueAjaxRequest resolves at once for an element that is no longer in the document.
# So:       what is read again on events (server-sent ones, say) is wrapped in an element that asks and stays.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts htmx.org@2.0.8 jsdom@26.1.0
cat >app.mjs <<'X'
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { JSDOM } from 'jsdom';

const htmx = readFileSync('node_modules/htmx.org/dist/htmx.js', 'utf8');
const itself = '<div id="asks" hx-get="/part" hx-trigger="news" hx-swap="outerHTML">?</div>';
const child = '<div id="asks" hx-get="/part" hx-trigger="news" hx-target="#part" hx-swap="outerHTML"><div id="part">?</div></div>';

async function requests(page, part) {
  const asked = [];
  const server = createServer((request, response) => asked.push(response) && server.emit('asked')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  const { window } = new JSDOM(`<body>${page}</body>`, { url, runScripts: 'outside-only', pretendToBeVisual: true });
  // jsdom wants the type that browsers take for 0.
  const { evaluate } = window.XPathExpression.prototype;
  window.XPathExpression.prototype.evaluate = function (node, type) { return evaluate.call(this, node, type ?? 0, null); };
  window.eval(htmx + ';window.htmx = htmx;');
  await once(window, 'load');
  const trigger = () => window.htmx.trigger(window.document.getElementById('asks'), 'news');
  const settled = () => once(window.document.body, 'htmx:afterSettle');
  trigger();
  await once(server, 'asked');
  trigger();
  const first = settled();
  asked[0].end(part);
  await first;
  // Half a second more than the server needs to hear of the second.
  await new Promise(later => setTimeout(later, 500));
  const count = asked.length;
  asked.slice(1).forEach(response => response.end(part));
  window.close();
  server.closeAllConnections();
  server.close();
  return count;
}

console.log(`itself: ${await requests(itself, itself)} request`);
console.log(`its child: ${await requests(child, '<div id="part">!</div>')} requests`);
process.exit(0);
X
seen="$(node app.mjs)"
echo "$seen"
[ "$seen" = $'itself: 1 request\nits child: 2 requests' ] || { echo "not as seen before" >&2; exit 1; }
