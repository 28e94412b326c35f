// A page that opens the customer's record when a call rings: by number, and by what the voice menu has collected.
const bar = document.querySelector('agent-bar');
const customer = document.querySelector('#customer');

// The element is in the page already: it connects when it knows its server.
const server = new URLSearchParams(location.search).get('server') ?? 'http://127.0.0.1:8080/';
bar.setAttribute('server', server);

bar.addEventListener('cordboard-session', ({ detail }) => {
  document.title = detail.signedIn ? `Customers (${detail.agentId})` : 'Customers';
});
bar.addEventListener('cordboard-call', ({ detail: { phase, call } }) => {
  customer.textContent =
    phase === 'ended'
      ? 'Nobody is calling.'
      : `${call.party.name || 'Unknown'}, ${call.party.number}: ${phase}, order ${call.data.orderId ?? 'not named'}`;
});
