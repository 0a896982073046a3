import Testing

@testable import TandemRuntime

/// The plane in which `combine` draws gradients.
@Suite struct GradientPlaneTests {
  private func product(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double)) -> Double {
    a.x * b.x + a.y * b.y
  }

  private func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func isClose(_ a: Double, _ b: Double, scale: Double = 1) -> Bool {
    (a - b).magnitude <= 1e-12 * max(scale, a.magnitude, b.magnitude)
  }

  @Test(
    "two gradients keep their lengths and their angle",
    arguments: [
      [[-4.0, 1, 1], [6, 1, 1]], [[1, 2, 3, 4], [1, 2, 3, 4]], [[1, 2, 3], [-2, -4, -6]],
      [[0, 0, 0], [1, -1, 2]], [[3, 4], [1, 0]], [[1e6, 0, 1], [0, 1e-3, 1]],
    ])
  func span(rows: [[Double]]) throws {
    let plane = try #require(GradientPlane(rows: rows))
    let places = rows.map(plane.place)
    let size = rows.joined().map(\.magnitude).max() ?? 1
    for a in 0..<2 {
      for b in 0..<2 {
        #expect(
          isClose(product(places[a], places[b]), product(rows[a], rows[b]), scale: size * size))
      }
    }
    #expect(plane.lostShare == 0)
  }

  @Test func `three gradients in a plane keep their angles`() throws {
    let rows = [[1.0, 0, 1, 0], [0, 1, 0, 2], [-1, -1, -1, -2]]
    let plane = try #require(GradientPlane(rows: rows))
    #expect(plane.lostShare < 1e-12)
    let places = rows.map(plane.place)
    for a in 0..<3 {
      for b in 0..<3 {
        #expect(isClose(product(places[a], places[b]), product(rows[a], rows[b]), scale: 10))
      }
    }
  }

  @Test func `what three gradients lose is the smallest principal share`() throws {
    let plane = try #require(GradientPlane(rows: [[3, 0, 0], [0, 2, 0], [0, 0, 1]]))
    #expect(isClose(plane.lostShare, 1.0 / 14))
    #expect(isClose(plane.lostShare(of: [0, 0, 7]), 1))
    #expect(isClose(plane.lostShare(of: [1, 0, 1]), 0.5))
    let (across, up) = (plane.place([3, 0, 0]), plane.place([0, 2, 0]))
    #expect(isClose(across.x, 3) && isClose(up.y, 2))
  }

  @Test(
    "there is no plane for a line, for nothing, for many",
    arguments: [
      [[1.0], [2]], [[0, 0, 0], [0, 0, 0]], [[1, 2, 3]], [[1, 0], [0, 1], [1, 1], [2, 1]],
    ])
  func none(rows: [[Double]]) { #expect(GradientPlane(rows: rows) == nil) }
}
