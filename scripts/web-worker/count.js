// What web-worker.js runs twice: it counts words, and hands the counts on to its neighbour or to the one that asked.
const counts = new Map();

onmessage = ({ data: { text, from, to } }) => {
  for (const word of text.toLowerCase().match(/\p{L}+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const finish = () => navigator.locks.request("report", () => (to ?? self).postMessage({ by: name, counts }));
  if (from) {
    from.onmessage = ({ data }) => {
      for (const [word, n] of data.counts) counts.set(word, n + (counts.get(word) ?? 0));
      from.close();
      finish();
    };
  } else {
    finish();
  }
};

new BroadcastChannel("news").onmessage = ({ data }) => {
  if (data === "nonsense") throw new TypeError(`${name} does not know what nonsense is`);
};
