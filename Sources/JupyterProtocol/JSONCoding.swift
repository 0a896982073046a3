import FoundationEssentials

/// Reading and writing of the four dictionaries that a message is made of.
package enum JSONCoding {
  /// `{}`, what stands for a parent, or metadata, that is not there.
  package static let emptyObject = Array("{}".utf8)

  /// Writes a value as JSON text, the same text for the same value.
  package static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }

  package static func decode<Value: Decodable>(_ type: Value.Type, from text: [UInt8]) throws
    -> Value
  {
    try JSONDecoder().decode(type, from: Data(text))
  }

  /// Whether the text is one whole JSON object.
  package static func isObject(_ text: [UInt8]) -> Bool {
    // Most dictionaries of a request are empty: no need to start a parser for them.
    text == emptyObject || (try? decode(AnyObjectShape.self, from: text)) != nil
  }
}

/// Takes any JSON object and keeps nothing of it.
private struct AnyObjectShape: Decodable {
  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    _ = try decoder.container(keyedBy: AnyKey.self)
  }
}
