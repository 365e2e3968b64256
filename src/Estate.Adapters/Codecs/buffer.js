// What codecs use of Node's Buffer (https://nodejs.org/api/buffer.html), on a Uint8Array.
(function () {
  'use strict';

  function Buffer(value, encoding, length) {
    return typeof value === 'number' ? Buffer.alloc(value) : Buffer.from(value, encoding, length);
  }
  Object.setPrototypeOf(Buffer, Uint8Array);
  Buffer.prototype = Object.create(Uint8Array.prototype, { constructor: { value: Buffer, writable: true, configurable: true } });
  const proto = Buffer.prototype;
  const own = (bytes) => Object.setPrototypeOf(bytes, proto);
  const define = (name, value) => Object.defineProperty(proto, name, { value, writable: true, configurable: true });

  // Texts ---------------------------------------------------------------------------------------------------------

  const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

  function utf8Bytes(text) {
    const bytes = [];
    for (const letter of text) {
      let code = letter.codePointAt(0);
      if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
      if (code < 0x80) bytes.push(code);
      else if (code < 0x800) bytes.push(0xc0 | code >> 6, 0x80 | code & 63);
      else if (code < 0x10000) bytes.push(0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63);
      else bytes.push(0xf0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63);
    }
    return bytes;
  }

  function utf8Text(bytes) {
    let text = '';
    for (let i = 0; i < bytes.length;) {
      const first = bytes[i++];
      const more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2
        : first >= 0xf0 && first < 0xf5 ? 3 : -1;
      let code = more === 0 ? first : first & 0x3f >> more;
      let taken = 0;
      while (taken < more && i < bytes.length && (bytes[i] & 0xc0) === 0x80) {
        code = code << 6 | bytes[i++] & 63;
        taken++;
      }
      const least = more === 2 ? 0x800 : more === 3 ? 0x10000 : 0;
      const whole = more >= 0 && taken === more && code >= least && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      text += whole ? String.fromCodePoint(code) : '\ufffd';
    }
    return text;
  }

  function base64Bytes(text) {
    const bytes = [];
    let bits = 0, held = 0;
    for (const letter of text.replace(/-/g, '+').replace(/_/g, '/')) {
      const value = base64.indexOf(letter);
      if (letter === '=') break;
      if (value < 0) continue;
      held = (held << 6 | value) & 0xffff;
      bits += 6;
      if (bits >= 8) bytes.push(held >> (bits -= 8) & 255);
    }
    return bytes;
  }

  function base64Text(bytes, isUrl) {
    let text = '';
    for (let i = 0; i < bytes.length; i += 3) {
      const three = bytes[i] << 16 | (bytes[i + 1] || 0) << 8 | (bytes[i + 2] || 0);
      const used = Math.min(3, bytes.length - i) + 1;
      for (let n = 0; n < 4; n++) text += n < used ? base64[three >> 18 - 6 * n & 63] : isUrl ? '' : '=';
    }
    return isUrl ? text.replace(/\+/g, '-').replace(/\//g, '_') : text;
  }

  function encodingOf(name) {
    const known = { utf8: 'utf8', hex: 'hex', base64: 'base64', base64url: 'base64url', ascii: 'ascii', latin1: 'latin1', binary: 'latin1',
      utf16le: 'utf16le', ucs2: 'utf16le' };
    const found = known[String(name === undefined ? 'utf8' : name).toLowerCase().replace(/-/g, '')];
    if (!found) throw new TypeError('Unknown encoding: ' + name);
    return found;
  }

  function bytesOf(text, encoding) {
    switch (encodingOf(encoding)) {
      case 'hex': {
        const bytes = [];
        for (let i = 0; i + 1 < text.length && /^[0-9a-f]{2}$/i.test(text.slice(i, i + 2)); i += 2)
          bytes.push(parseInt(text.slice(i, i + 2), 16));
        return bytes;
      }
      case 'base64': case 'base64url': return base64Bytes(text);
      case 'ascii': case 'latin1': return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i) & 255);
      case 'utf16le': return Array.from({ length: 2 * text.length }, (_, i) => text.charCodeAt(i >> 1) >> (i & 1) * 8 & 255);
      default: return utf8Bytes(text);
    }
  }

  define('toString', function (encoding, start, end) {
    const bytes = this.subarray(start || 0, end === undefined ? this.length : end);
    const letters = (mask) => Array.prototype.map.call(bytes, (one) => String.fromCharCode(one & mask)).join('');
    switch (encodingOf(encoding)) {
      case 'hex': return Array.prototype.map.call(bytes, (one) => (one < 16 ? '0' : '') + one.toString(16)).join('');
      case 'base64': return base64Text(bytes, false);
      case 'base64url': return base64Text(bytes, true);
      case 'ascii': return letters(127);
      case 'latin1': return letters(255);
      case 'utf16le': {
        let text = '';
        for (let i = 0; i + 1 < bytes.length; i += 2) text += String.fromCharCode(bytes[i] | bytes[i + 1] << 8);
        return text;
      }
      default: return utf8Text(bytes);
    }
  });

  // Making --------------------------------------------------------------------------------------------------------

  Buffer.from = function (value, encoding, length) {
    if (typeof value === 'string') return own(new Uint8Array(bytesOf(value, encoding)));
    if (value instanceof ArrayBuffer) return own(new Uint8Array(value, encoding, length));
    if (value && value.type === 'Buffer' && Array.isArray(value.data)) return own(new Uint8Array(value.data));
    if (value === null || typeof value !== 'object')
      throw new TypeError('The first argument must be a string, a list, a Buffer or an ArrayBuffer');
    return own(new Uint8Array(value));
  };
  Buffer.of = function () { return Buffer.from(Array.from(arguments)); };
  Buffer.alloc = function (size, fill, encoding) {
    const bytes = own(new Uint8Array(size));
    return fill === undefined ? bytes : bytes.fill(fill, 0, size, encoding);
  };
  Buffer.allocUnsafe = Buffer.allocUnsafeSlow = (size) => Buffer.alloc(size);
  Buffer.isBuffer = (value) => value instanceof Buffer;
  Buffer.isEncoding = (name) => { try { return !!encodingOf(name); } catch (e) { return false; } };
  Buffer.byteLength = (value, encoding) => typeof value === 'string' ? bytesOf(value, encoding).length : value.byteLength;
  Buffer.compare = (one, other) => one.compare(other);
  Buffer.concat = function (list, total) {
    const all = [];
    for (const one of list) for (const byte of one) all.push(byte);
    const bytes = Buffer.alloc(total === undefined ? all.length : total);
    bytes.set(all.slice(0, bytes.length));
    return bytes;
  };

  // Parts ---------------------------------------------------------------------------------------------------------

  // As in Node, and unlike an array's, a slice is the same memory.
  const part = function (start, end) {
    const place = (at, otherwise) => at === undefined ? otherwise
      : at < 0 ? Math.max(0, this.length + Math.trunc(at)) : Math.min(this.length, Math.trunc(at) || 0);
    const from = place(start, 0);
    return own(new Uint8Array(this.buffer, this.byteOffset + from, Math.max(0, place(end, this.length) - from)));
  };
  define('slice', part);
  define('subarray', part);
  define('copy', function (target, at, start, end) {
    const bytes = this.subarray(start || 0, end).subarray(0, Math.max(0, target.length - (at || 0)));
    target.set(bytes, at || 0);
    return bytes.length;
  });
  define('write', function (text, offset, length, encoding) {
    if (typeof offset === 'string') [encoding, offset] = [offset, 0];
    else if (typeof length === 'string') [encoding, length] = [length, undefined];
    const bytes = bytesOf(text, encoding).slice(0, Math.min(length === undefined ? Infinity : length, this.length - (offset || 0)));
    this.set(bytes, offset || 0);
    return bytes.length;
  });
  define('fill', function (value, start, end, encoding) {
    if (typeof value !== 'string') return Uint8Array.prototype.fill.call(this, value, start, end);
    const bytes = bytesOf(value, encoding);
    for (let i = start || 0; i < (end === undefined ? this.length : end); i++)
      this[i] = bytes.length ? bytes[(i - (start || 0)) % bytes.length] : 0;
    return this;
  });
  define('compare', function (other) {
    for (let i = 0; i < Math.min(this.length, other.length); i++) if (this[i] !== other[i]) return this[i] < other[i] ? -1 : 1;
    return Math.sign(this.length - other.length);
  });
  define('equals', function (other) { return this.compare(other) === 0; });
  define('toJSON', function () { return { type: 'Buffer', data: Array.from(this) }; });

  // Numbers -------------------------------------------------------------------------------------------------------

  const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const check = (bytes, at, size) => {
    if (typeof at !== 'number') throw new TypeError('The "offset" argument must be a number');
    if (!Number.isInteger(at) || at < 0 || at + size > bytes.length) throw new RangeError('The value of "offset" is out of range: ' + at);
  };
  const inRange = (value, least, most) => {
    if (value < least || value > most) throw new RangeError('The value of "value" is out of range: ' + value);
  };

  function both(names, size, kind, range) {
    for (const order of size === 1 ? [''] : ['LE', 'BE']) {
      const read = function (offset = 0) {
        check(this, offset, size);
        return view(this)['get' + kind](offset, order === 'LE');
      };
      const write = function (value, offset = 0) {
        check(this, offset, size);
        if (range) inRange(value, range[0], range[1]);
        view(this)['set' + kind](offset, value, order === 'LE');
        return offset + size;
      };
      for (const name of names) {
        define('read' + name + order, read);
        define('write' + name + order, write);
      }
    }
  }
  both(['Int8'], 1, 'Int8', [-0x80, 0x7f]);
  both(['UInt8', 'Uint8'], 1, 'Uint8', [0, 0xff]);
  both(['Int16'], 2, 'Int16', [-0x8000, 0x7fff]);
  both(['UInt16', 'Uint16'], 2, 'Uint16', [0, 0xffff]);
  both(['Int32'], 4, 'Int32', [-0x80000000, 0x7fffffff]);
  both(['UInt32', 'Uint32'], 4, 'Uint32', [0, 0xffffffff]);
  both(['Float'], 4, 'Float32');
  both(['Double'], 8, 'Float64');
  both(['BigInt64'], 8, 'BigInt64', [-(2n ** 63n), 2n ** 63n - 1n]);
  both(['BigUInt64', 'BigUint64'], 8, 'BigUint64', [0n, 2n ** 64n - 1n]);

  function anySize(name, isSigned) {
    for (const order of ['LE', 'BE']) {
      const place = (offset, size, i) => order === 'LE' ? offset + size - 1 - i : offset + i;
      const read = function (offset, size) {
        if (!(size >= 1 && size <= 6)) throw new RangeError('The value of "byteLength" is out of range: ' + size);
        check(this, offset, size);
        let value = 0;
        for (let i = 0; i < size; i++) value = value * 256 + this[place(offset, size, i)];
        return isSigned && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
      };
      const write = function (value, offset, size) {
        if (!(size >= 1 && size <= 6)) throw new RangeError('The value of "byteLength" is out of range: ' + size);
        check(this, offset, size);
        const most = 2 ** (8 * size - (isSigned ? 1 : 0));
        inRange(value, isSigned ? -most : 0, most - 1);
        let rest = value < 0 ? value + 2 ** (8 * size) : value;
        for (let i = size - 1; i >= 0; i--, rest = Math.floor(rest / 256)) this[place(offset, size, i)] = rest % 256;
        return offset + size;
      };
      for (const alias of name === 'UInt' ? ['UInt', 'Uint'] : [name]) {
        define('read' + alias + order, read);
        define('write' + alias + order, write);
      }
    }
  }
  anySize('Int', true);
  anySize('UInt', false);
  return Buffer;
})();
