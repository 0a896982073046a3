// Colours Tandem in JupyterLab 4 and Notebook 7.
//
// A federated extension written by hand: JupyterLab loads this file, and finds in the share scope the
// copies of CodeMirror and of its own registry that it runs itself, so that there is nothing to bundle.
(function () {
  'use strict';

  const reserved = /^(?:let|for|in|if|else|and|or|not)$/;
  const constants = /^(?:true|false|none)$/;
  // Keywords only where a declaration begins; elsewhere these are ordinary names.
  const declaration = /^(?:data|task|architecture|weighting)(?=[ \t]+[\p{L}_])/u;
  const number = /^[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?/;
  const name = /^[\p{L}_][\p{L}\p{N}_]*/u;

  function readString(stream, state) {
    let character;
    while ((character = stream.next()) !== undefined) {
      if (character === '\\') stream.next();
      else if (character === '"') break;
    }
    state.startsStatement = false;
    return 'string';
  }

  function readName(stream, state) {
    const isMember = state.lastSign === '.';
    const startsStatement = state.startsStatement;
    if (startsStatement && stream.match(declaration)) {
      state.declares = true;
      return 'keyword';
    }
    const word = stream.match(name)[0];
    const follows = stream.match(/^[ \t]*([(:?])?/, false)[1];
    if (isMember) return follows === '(' ? 'propertyName.function' : 'propertyName';
    if (follows === ':') return 'labelName';
    if (reserved.test(word)) {
      state.declares = word === 'let' && startsStatement;
      return 'keyword';
    }
    if (constants.test(word)) return word === 'none' ? 'null' : 'bool';
    if (state.declares) {
      state.declares = false;
      return 'variableName.definition';
    }
    return follows === '(' ? 'variableName.function' : 'variableName';
  }

  const parser = {
    name: 'tandem',
    startState: () => ({ startsStatement: true, declares: false, lastSign: '', depth: 0 }),
    token(stream, state) {
      if (stream.sol()) state.startsStatement = state.depth === 0;
      if (stream.eatSpace()) return null;
      const before = state.lastSign;
      const next = stream.peek();
      let style;
      if (next === '#') {
        stream.skipToEnd();
        return 'comment';
      } else if (next === '"') {
        stream.next();
        style = readString(stream, state);
      } else if (stream.match(number)) {
        style = 'number';
      } else if (stream.match(name, false)) {
        style = readName(stream, state);
      } else if (stream.match(/^(?:->|\.\.\.|==|!=|<=|>=|[-+*\/%^=<>?])/)) {
        style = 'operator';
      } else {
        stream.next();
        if ('([{'.includes(next)) state.depth += 1;
        if (')]}'.includes(next)) state.depth = Math.max(0, state.depth - 1);
        style = 'punctuation';
      }
      state.lastSign = next === '.' && before !== '.' ? '.' : '';
      state.startsStatement = next === ';';
      return style;
    },
    languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '{', '"'] } }
  };

  let scope;

  // The newest version of a package that the page shares.
  async function shared(packageName) {
    const versions = scope[packageName];
    if (!versions) throw new Error(`tandem-syntax: this page shares no '${packageName}'`);
    const newest = Object.keys(versions).sort((a, b) =>
      a.localeCompare(b, undefined, { numeric: true })
    ).pop();
    return (await versions[newest].get())();
  }

  async function makeModule() {
    const { IEditorLanguageRegistry } = await shared('@jupyterlab/codemirror');
    const plugin = {
      id: 'tandem-syntax:language',
      description: 'Registers the Tandem language with the editor.',
      autoStart: true,
      requires: [IEditorLanguageRegistry],
      activate(app, languages) {
        languages.addLanguage({
          name: 'tandem',
          displayName: 'Tandem',
          mime: 'text/x-tandem',
          extensions: ['tandem'],
          async load() {
            const { LanguageSupport, StreamLanguage } = await shared('@codemirror/language');
            return new LanguageSupport(StreamLanguage.define(parser));
          }
        });
      }
    };
    return { __esModule: true, default: plugin };
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['tandem-syntax'] = {
    init(shareScope) {
      scope = shareScope;
    },
    async get(module) {
      if (module !== './extension') throw new Error(`tandem-syntax: no module '${module}'`);
      const exports = await makeModule();
      return () => exports;
    }
  };
})();
