import JupyterProtocol

/// Sends a cell's output and questions to the clients.
final class CellOutputRelay: CellOutput {
  private let exchange: Exchange
  private let outlet: any CellOutlet
  private let input: any InputSource
  private let isSilent: Bool
  private let allowsInput: Bool

  init(_ exchange: Exchange, of evaluation: Evaluation, isSilent: Bool, allowsInput: Bool) {
    self.exchange = exchange
    outlet = evaluation.outlet
    input = evaluation.input
    self.isSilent = isSilent
    self.allowsInput = allowsInput
  }

  func write(_ text: String, toErrorStream: Bool) {
    guard !isSilent, !text.isEmpty else { return }
    outlet.append(text, to: toErrorStream ? .stderr : .stdout, after: exchange.request)
  }

  func display(_ bundle: MIMEBundle, id: String?, isUpdate: Bool) {
    if isUpdate, let id {
      post(UpdateDisplayData(data: bundle.jsonData, metadata: bundle.jsonMetadata, id: id))
    } else {
      post(DisplayData(data: bundle.jsonData, metadata: bundle.jsonMetadata, id: id))
    }
  }

  func clear(waitsForOutput: Bool) { post(ClearOutput(wait: waitsForOutput)) }

  func ask(_ prompt: String, isHidden: Bool) throws(InputUnavailable) -> String? {
    guard allowsInput else { throw InputUnavailable() }
    let question = exchange.composer.compose(
      InputRequest(prompt: prompt, password: isHidden), as: .inputRequest, on: .stdin,
      to: exchange.request.identities, after: exchange.request)
    guard let header = try? JSONCoding.decode(MessageHeader.self, from: question.header) else {
      throw InputUnavailable()
    }
    input.expectInput(to: header.id)
    outlet.post(question)
    switch input.waitForInput() {
    case .line(let line): return line
    case .interrupted: return nil
    case .unavailable: throw InputUnavailable()
    }
  }

  private func post(_ content: some Publication) {
    guard !isSilent else { return }
    outlet.post(
      output: exchange.composer.compose(publication: content, after: exchange.request))
  }
}

private struct InputRequest: Encodable {
  var prompt: String
  var password: Bool
}
