module.exports = () => 'fn';
module.exports.p = 1;
