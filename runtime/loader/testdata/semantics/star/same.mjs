export let same = 'same';
