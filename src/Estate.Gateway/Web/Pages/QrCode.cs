using QRCoder;

namespace Estate.Gateway.Web.Pages;

/// <summary>A link as a QR code, in SVG: sharp at any size on paper.</summary>
internal static class QrCode
{
    internal static string Svg(string link)
    {
        using var data = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(4, "#000000", "#ffffff", sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
