import TandemCatalog
import TandemNetworks
import TandemTensors
import Testing

/// A parameter that a layer holds and does not list would never be trained, counted or saved.
@Suite struct ParameterListTests {
  /// A parameter, and the properties that lead to it, as `inner.layers[0].layer.weight`.
  struct Found {
    var path: String
    var parameter: Parameter
  }

  /// All parameters that can be reached from a value, in the order of the properties.
  static func parameters(in value: Any, at path: String = "") -> [Found] {
    if let parameter = value as? Parameter { return [Found(path: path, parameter: parameter)] }
    // The numbers of a computation lead to every parameter that took part in it.
    if value is Tensor { return [] }
    let mirror = Mirror(reflecting: value)
    let isList = mirror.displayStyle == .collection || mirror.displayStyle == .set
    return mirror.children.enumerated().flatMap { index, child in
      let label =
        switch mirror.displayStyle {
        case .optional: ""
        case _ where isList: "[\(index)]"
        default: (path.isEmpty ? "" : ".") + (child.label ?? "\(index)")
        }
      return parameters(in: child.value, at: path + label)
    }
  }

  /// What is wrong with what a layer says of its parameters.
  static func faults(of layer: any Layer) -> [String] {
    let found = parameters(in: layer)
    let listed = layer.parameters + layer.statistics
    var faults = found.filter { held in !listed.contains { $0 === held.parameter } }.map {
      "'\($0.path)' is not listed"
    }
    let held = Set(found.map { ObjectIdentifier($0.parameter) })
    faults += listed.filter { !held.contains(ObjectIdentifier($0)) }.map {
      "'\($0.name)' is listed, but not held"
    }
    if Set(listed.map(ObjectIdentifier.init)).count != listed.count {
      faults.append("listed twice")
    }
    for (path, parameter) in found.map({ ($0.path, $0.parameter) }) {
      let label = path.split(separator: ".").last.map(String.init) ?? path
      let snake = label.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
      if parameter.name != snake { faults.append("'\(path)' is called '\(parameter.name)'") }
    }
    if layer.parameterNames.count != layer.parameters.count { faults.append("names are missing") }
    if Set(layer.parameterNames).count != layer.parameterNames.count {
      faults.append("two parameters have one name: \(layer.parameterNames)")
    }
    for (name, parameter) in zip(layer.parameterNames, layer.parameters)
    where name.split(separator: ".").last.map(String.init) != parameter.name {
      faults.append("'\(parameter.name)' is named '\(name)'")
    }
    return faults
  }

  @Test(
    "a layer lists every parameter that it holds, by its own name", arguments: LayerExample.all)
  func listed(example: LayerExample) throws {
    var generator = Generator(seed: 3)
    let bound = try example.template().layers[0].bind(to: example.row, using: &generator)
    #expect(Self.faults(of: bound.layer) == [])
  }

  @Test("a composition's parameters are named by their place in it")
  func names() throws {
    let block = try Methods.layer(
      "residual", ["layers": .layers("tanh", dense(3)), "project": .truth(true)])
    let both = try Methods.layer(
      "parallel", ["branches": .list([.object(block), try .layers(dense(2))])])
    var generator = Generator(seed: 1)
    let bound = try Methods.row([try Methods.layer("relu"), both]).bind(
      to: [2, 4], using: &generator)
    #expect(
      bound.parameterNames == [
        "[1].branches[0][0].inner[1].weight", "[1].branches[0][0].inner[1].bias",
        "[1].branches[0][0].projection.weight", "[1].branches[1][0].weight",
        "[1].branches[1][0].bias",
      ])
    #expect(bound.outputShape == [2, 5])
  }

  /// A layer that holds a parameter and other layers, and lists the parameters of the others alone.
  private final class Forgetful: Layer {
    let ownScale = Parameter(.ones([2]), name: "own_scale")
    let others: [any Layer]
    let listsOthers: Bool
    var parameters: [Parameter] { listsOthers ? others.flatMap(\.parameters) : [] }
    var parameterNames: [String] { parameters.map { "others[0].\($0.name)" } }

    init(_ others: [any Layer], listsOthers: Bool) {
      (self.others, self.listsOthers) = (others, listsOthers)
    }

    func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
      input * ownScale.value
    }
  }

  @Test("a layer that forgets a parameter is found, within a composition too")
  func forgetful() throws {
    let norm = BatchNorm(channelCount: 2, momentum: 0.1, epsilon: 1e-5)
    let own = "'ownScale' is not listed"
    let statistics = ["runningMean", "runningVariance"].map { "'others[0].\($0)' is not listed" }
    let layer = Forgetful([norm], listsOthers: true)
    #expect(Self.faults(of: layer) == [own] + statistics)
    #expect(
      Self.faults(of: Forgetful([norm], listsOthers: false)).filter { $0.contains("weight") }
        == ["'others[0].weight' is not listed"])
    let bound = BoundLayer("forgetful", layer, outputShape: [2])
    let sequence = BoundSequence(layers: [bound], inputShape: [2], outputShape: [2])
    let outer = Residual(sequence, projection: norm)
    #expect(Self.faults(of: outer).contains("'inner.layers[0].layer.ownScale' is not listed"))
  }

  @Test("a layer that misnames a parameter, or lists another's, is found")
  func misnamed() {
    let norm = BatchNorm(channelCount: 2, momentum: 0.1, epsilon: 1e-5)
    #expect(
      Self.faults(of: Misnaming(norm.weight))
        == ["'bias' is listed, but not held", "'scale' is called 'weight'"])
  }

  private final class Misnaming: Layer {
    let scale: Parameter
    var parameters: [Parameter] { [scale, Parameter(.ones([1]), name: "bias")] }
    init(_ scale: Parameter) { self.scale = scale }

    func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
      input * scale.value
    }
  }
}
