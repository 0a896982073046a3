/// Who sent a message, and what it is.
package struct MessageHeader: Sendable, Equatable {
  package var id: String
  package var session: String
  package var userName: String
  package var type: MessageType
  package var date: String
  package var version: String

  package init(
    id: String, session: String, userName: String, type: MessageType, date: String, version: String
  ) {
    self.id = id
    self.session = session
    self.userName = userName
    self.type = type
    self.date = date
    self.version = version
  }
}

extension MessageHeader: Codable {
  private enum Key: String, CodingKey {
    case id = "msg_id"
    case session
    case userName = "username"
    case type = "msg_type"
    case date
    case version
  }

  /// Reads a header of any protocol version: only the two fields that an answer needs must be there.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    func optional(_ key: Key) -> String { (try? fields.decode(String.self, forKey: key)) ?? "" }
    id = try fields.decode(String.self, forKey: .id)
    type = MessageType(try fields.decode(String.self, forKey: .type))
    session = optional(.session)
    userName = optional(.userName)
    date = optional(.date)
    version = optional(.version)
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(id, forKey: .id)
    try fields.encode(session, forKey: .session)
    try fields.encode(userName, forKey: .userName)
    try fields.encode(type.name, forKey: .type)
    try fields.encode(date, forKey: .date)
    try fields.encode(version, forKey: .version)
  }
}
