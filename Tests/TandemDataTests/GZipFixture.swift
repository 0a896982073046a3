import Testing

/// Files made with Python's zlib, each of another kind of block.
struct GZipFixture: CustomTestStringConvertible {
  var name: String
  var base64: StaticString
  var text: String
  var testDescription: String { name }

  static let stored = GZipFixture(
    name: "stored",
    base64: """
      H4sIAAAAAAAAAwEIAPf/MSwyCjMsNApHk2yvCAAAAA==
      """,
    text: "1,2\n3,4\n")

  static let fixed = GZipFixture(
    name: "fixed",
    base64: """
      H4sIAAAAAAAAA0tMJB7oJHEBACerrLQvAAAA
      """,
    text: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,b\n")

  static let dynamic = GZipFixture(
    name: "dynamic",
    base64: """
      H4sIAAAAAAAAA01US64YIQzb5yyzIEA+HOdV6lMXVSv1c/96hAPdRZmAsR1Pe758/PrxNNHn8/vHn0el72LK2J+W
      TH5ysV11E98fh0twfknuyqes/TVVtO1SUSrPdNH+fPv59/fXx0yUOIk3TLY1RYk1Q9TZDrSDdcctuU8aRtaeNukE
      nFO6cjbR7gRf0ke1MUJus0svctKdlw3pBachPesZGFmsZ5NRFFFSxVAZBJwmY/BmdIthpgwCOspiaLijIAcsKMiO
      fokqk4AZMotiwCYixpBJTR3dyRLDBYiSFN+BuMfo4HsZBQWGFZwY6eE1xjXBI41geLsVGGaNp1AWOwhgcWQx2gex
      rOSEht6utK5XcicinPByEA75LNuciPDSSQ8OexzjPe8++DFwShSiSZAhViqIh0ULGoj9izIQexkExLZGUcQWBxGx
      20FBsfKxThCy8JCPLIZITfYbpWKIgCVFRerSSie0vfKZpakkJcW99K/JapXspTW3iLRkjRPudXEWNwXoy8+jFnHe
      gJMYGCwivQlv7Ua8lZSIeCPem/E2jmra5g15syOyNnJ7Q97iprxV4lH+Z6DWXwbGqpaicFy1n0VQLU2xIHp+NW9N
      H7FNqn62TLWS8c7k3UrVdRL/D9GxCPhABQAA
      """,
    text: rows)

  static let named = GZipFixture(
    name: "named",
    base64: """
      H4sIHgAAAAAAAwMAYWJjbmFtZS5jc3YAY29tbWVudABsd6vQqeQy1Dm8kgsA8/OcoQkAAAA=
      """,
    text: "x,y\n1,é\n")

  static let huffmanOnly = GZipFixture(
    name: "huffmanOnly",
    base64: """
      H4sIAAAAAAAAAwXBOQoAIRAEwLzf0oHj7XNGWDEQBY//b5Vh1T1pIGxDLwWWbeilh2PVPVng2YZeSkRgG3ppAyKr
      7kkXkdiGXvqCzDb0MnoUVt2TWSCGVfekCERYdU86C7Hs652PIUAcq+7JbCCefb3zUTIksA299AkS2dc7H1OGJPb1
      zkdrIZlV92RIkMI29DLAGlbdk97DCvt652MOsJZV96QrsI59vfMxe1jPNvTSW9jANvTSwka2oZfBwSb29c5HSbCZ
      fb3zMVnYwr7e+egNnGHVPSkGTtiGXiaBs6y6J32Ac2xDL63Aefb1zsec4QLb0MuY4SL7eudjMHCJfb3z0Xm4zL7e
      +WgNXGHVPZnhDavuyZzghX298zEVeMuqezI5eMeqezIWeM+qezIm+MA29DIm+Mg29DIW+MSqezI5+Mw29DIV+MI2
      9DInBMOqezIjCNvQS2sQLNvQS+cRHKvuyWAQPKvuyZgRAqvuyZwRIvt656MVhMSqe9IHhMyqezIJQmFf73wUg2jY
      1zsfvUEU9vXOx2QRLdvQS0mIjn298zE4RM829NIiBlbdk94iRrahl9kjJlbdk64gZvb1zsccEAv7euej90iGfb3z
      MSAJ29DLkJAs29BLa5Ec29DLlJE8+3rno09IgVX3pGSkyL7e+ZgNUmLVPRkCUmYbeuksUmHVPSmCbNjXOx+zIAv7
      eudj9MiWbeilL8iOfb3z0UVkz6p70gbkwL7e+SgRObLqnizIiVX3pEfOrLonBbmwDb00KIZt6KWgCKvuSY9i2YZe
      FhTHNvRSIopn1T1pA0pgG3rpIkpkG3rpC0pi1T0ZPUpmG3qZBaWwDb0UgRjDqnvSWYgRtqGXIUCMZRt6mQ3EOFbd
      k5IhxrMNvfQJYgLb0MuUISay6p60FmISq+7JkCAms+qeDBBT2Nc7H72HiGHVPZkDRIR9vfPRFYhYtqGX2UPEsa93
      PnoLEc++3vloIRJYdU8GB5HINvRSEkQSq+7JZCGS2dc7H72BSGHVPSkGP9GxCPhABQAA
      """,
    text: rows)

  static let empty = GZipFixture(
    name: "empty",
    base64: """
      H4sIAAAAAAAAAwMAAAAAAAAAAAA=
      """,
    text: "")

  static let longCodes = GZipFixture(
    name: "longCodes",
    base64: """
      H4sIAAAAAAAAAwXBhYEo2ZYEMZcUeW71m/nLzEz+e7ISAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
      VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
      VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
      VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
      VVVVVVVVVVVVVVVVVVVVVdW2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2
      bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2
      bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2bdu2
      bdu2bdu2bdu2bdvd3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d
      3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d
      3d3d3d3d3Xvvvffee++9995777333nvvvffee++9995777333nvvvffee++9995777333nvvvffee++999577733
      3nvvvffee++9995777333nvvvffe933f933f933f933f933f933f933f933f933f933f933f933f933f933f933f
      933fz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8+vX79+/fr169evX79+/fr169dvv/3222+//fbb77//
      /vsf/vBHf/wnf/pnf/4Xf/lXf/03f/t3f/8P//hP//wv//pv//4f//lf//0///t//w8MBe09GxAAAA==
      """,
    text: skewed)

  static let all = [stored, fixed, dynamic, named, huffmanOnly, empty, longCodes]

  private static let rows = (0..<120).map { row in
    let kind = ["barn", "flat", "house"][row * row % 97 % 3]
    return "\(row),\(kind),\(row * row % 89)\n"
  }.joined()

  /// A few characters very often and many once, so that codes are longer than ten bits.
  private static let skewed = (0..<40).map { place in
    let character = String(UnicodeScalar(UInt8(48 + place)))
    return String(repeating: character, count: place < 12 ? 1 << max(0, 11 - place) : 1)
  }.joined()
}
