// A React application with the bar at its top: the customer's record follows the call.
import '@cordboard/toolbar';
import type { CallDetail } from '@cordboard/toolbar';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

const server = new URLSearchParams(location.search).get('server') ?? 'http://127.0.0.1:8080/';

function Customer({ detail }: { readonly detail: CallDetail | null }) {
  if (!detail || detail.phase === 'ended') return <p>Nobody is calling.</p>;
  const { party } = detail.call;
  return (
    <p>
      {party.name || 'Unknown'}, {party.number}: {detail.phase}
    </p>
  );
}

function App() {
  const [agentId, setAgentId] = useState<string | null>(null);
  const [call, setCall] = useState<CallDetail | null>(null);
  return (
    <>
      <agent-bar
        server={server}
        oncordboard-session={({ detail }) => setAgentId(detail.signedIn ? detail.agentId : null)}
        oncordboard-call={({ detail }) => setCall(detail)}
      />
      <main>
        <h1>{agentId ? `Customers of ${agentId}` : 'Customers'}</h1>
        <Customer detail={call} />
      </main>
    </>
  );
}

const root = document.querySelector('#app');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
