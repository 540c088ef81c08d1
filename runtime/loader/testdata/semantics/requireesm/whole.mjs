const value = 'all of it';
export { value as 'module.exports' };
