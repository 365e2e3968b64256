using QRCoder;

namespace Estate.Web.Shared;

/// <summary>A link as a QR code, in SVG: sharp at any size on paper.</summary>
internal static class QrCode
{
    internal static string Svg(string link)
    {
        using var data = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(4, "#000000", "#ffffff", sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    /// <summary>The same for a terminal.</summary>
    internal static string Blocks(string link)
    {
        using var data = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.L);
        using var code = new AsciiQRCode(data);
        return code.GetGraphicSmall(invert: true);
    }
}
