console.log('slow start');
export const v = await new Promise((r) => setTimeout(() => r('slow value'), 20));
console.log('slow end');
