/// What a method found in a run, and when first.
public struct RunNote: Codable, Sendable, Equatable {
  public var note: MethodNote
  /// The method's name in the language.
  public var method: String
  /// The first step at which it found it, from 1.
  public var step: Int
}

// Files from before there were notes have none; the synthesized reader finds this one.
extension KeyedDecodingContainer {
  func decode(_ type: [RunNote].Type, forKey key: Key) throws -> [RunNote] {
    try decodeIfPresent(type, forKey: key) ?? []
  }
}
