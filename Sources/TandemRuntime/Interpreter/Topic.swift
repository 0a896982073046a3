import TandemCatalog
import TandemLanguage

/// What `help` is asked about, when it is asked by name.
struct Topic: ValueObject {
  var name: String
  var subject: Subject
  var origin: ValueOrigin?
  var kind: ValueKind { .page }
  var sourceText: String { name }

  enum Subject: Sendable {
    case value(Value)
    case function(MethodDescriptor)
    /// `weighting`, `let`: a word that begins a declaration.
    case declaration(DeclarationKind)
    /// `layer`, `metric`: a kind of value.
    case kind(ValueKind)
    /// `loss`, `softmax`: what has a meaning in a weighting's formula.
    case signal
  }

  /// Looks a name up; `nil` where it stands for nothing.
  init?(name: String, value: Value?, library: Library, last: Value?) {
    self.name = name
    if case .object(let object)? = value, let function = object as? DeclaredFunction {
      subject = .function(function.descriptor)
    } else if let value {
      subject = .value(value)
    } else if let function = library.function(name) {
      subject = .function(function.descriptor)
    } else if name == "last", let last {
      subject = .value(last)
    } else if let kind = DeclarationKind(rawValue: name) {
      subject = .declaration(kind)
    } else if let kind = ValueKind(rawValue: name) {
      subject = .kind(kind)
    } else if FormulaSignals.isSignal(name) || FormulaSignals.isFunction(name) {
      subject = .signal
    } else {
      return nil
    }
  }
}
