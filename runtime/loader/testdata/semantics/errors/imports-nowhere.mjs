import './good.mjs';
import './nowhere.mjs';
