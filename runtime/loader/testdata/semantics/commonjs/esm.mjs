export default 'esm default';
export const other = 1;
