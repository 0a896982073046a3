import JupyterProtocol
import Testing

@Suite struct JSONValueTests {
  @Test(
    "JSON goes through unchanged",
    arguments: [
      #"{"a":[1,2.5,null,true,"x"]}"#, #"{"n":-9007199254740993}"#, #"{"s":"/é\n"}"#, "[]", "{}",
    ])
  func roundTrip(text: String) throws {
    let value = try JSONCoding.decode(JSONValue.self, from: Array(text.utf8))
    #expect(String(decoding: try JSONCoding.encode(value), as: UTF8.self) == text)
  }

  @Test("a number that JSON cannot write becomes null instead of an error")
  func infinity() throws {
    #expect(
      try JSONCoding.encode([JSONValue.number(.infinity), .number(.nan)])
        == Array("[null,null]".utf8))
  }
}

@Suite struct ConnectionInfoTests {
  @Test("addresses follow the protocol: a colon for tcp, a dash for ipc, brackets around IPv6")
  func endpoints() {
    let tcp = ConnectionInfo(transport: .tcp, ip: "127.0.0.1", ports: [.shell: 5], key: "")
    #expect(tcp.endpoint(of: .shell) == "tcp://127.0.0.1:5")
    let ipc = ConnectionInfo(transport: .ipc, ip: "/tmp/k", ports: [.iopub: 2], key: "")
    #expect(ipc.endpoint(of: .iopub) == "ipc:///tmp/k-2")
    let six = ConnectionInfo(transport: .tcp, ip: "::1", ports: [:], key: "")
    #expect(six.endpoint(of: .control, port: "*") == "tcp://[::1]:*")
  }

  @Test("fields that are left out have the protocol's defaults, and others do no harm")
  func defaults() throws {
    let text = #"{"shell_port":1,"kernel_name":"tandem","jupyter_session":"x"}"#
    let info = try JSONCoding.decode(ConnectionInfo.self, from: Array(text.utf8))
    #expect(info.transport == .tcp)
    #expect(info.signatureScheme == "hmac-sha256")
    #expect(info[.shell] == 1)
    #expect(info[.heartbeat] == 0)
  }
}
