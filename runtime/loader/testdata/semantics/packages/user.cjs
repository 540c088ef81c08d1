module.exports = [require('pkg'), require('pkg/features/one').feature, require('@scope/name'), require.resolve('pkg').split(/[\\/]/).pop()].join(' ');
