exports.gone = true;
module.exports = () => 'replaced';
