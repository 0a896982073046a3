import ArgumentParser
import TandemRuntime

/// Prints pages of the language.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help",
    abstract: "Show a page of the language.",
    discussion: "Without a topic: all that there is. 'tandem --help' explains the command itself.")

  @Argument(help: "As 'train', 'uncertainty', 'weighting' or 'data.take'.")
  var topic: String?

  @Flag(help: "List the names that have a page.")
  var names = false

  func run() throws {
    if names {
      HelpPages.names.forEach { print($0) }
    } else if let page = HelpPages.text(about: topic) {
      print(page)
    } else {
      throw failure(UnknownTopic(topic: topic ?? ""))
    }
  }
}

private struct UnknownTopic: Error, CustomStringConvertible {
  var topic: String
  var description: String { "there is no page on '\(topic)'; 'tandem help' lists all" }
}
