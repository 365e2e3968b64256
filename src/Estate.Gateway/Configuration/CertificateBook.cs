using System.Globalization;
using System.Text;

namespace Estate.Gateway.Configuration;

/// <summary>One certificate that was given out. <paramref name="Serial"/> in hexadecimal.</summary>
internal sealed record GivenCertificate(string Serial, string Name, DateTime NotAfter, bool IsEnded);

/// <summary>
/// Every certificate given to a device, in the order in which they were: lines of <c>serial,name,until,current or ended</c>.
/// </summary>
internal sealed class CertificateBook(string path)
{
    private const string Ended = "ended";

    internal IReadOnlyList<GivenCertificate> All() => File.Exists(path) ? [.. File.ReadLines(path).Select(Parse)] : [];

    /// <summary>A device has one at a time: its earlier ones end.</summary>
    internal void Add(string name, string serial, DateTime notAfter) =>
        Write([.. All().Select(one => one.Name == name ? one with { IsEnded = true } : one), new(serial, name, notAfter, IsEnded: false)]);

    internal void End(string name)
    {
        if (All() is var all && all.Any(one => one.Name == name && !one.IsEnded))
            Write([.. all.Select(one => one.Name == name ? one with { IsEnded = true } : one)]);
    }

    private void Write(IReadOnlyList<GivenCertificate> all) =>
        DataFolder.WritePrivate(path, Encoding.ASCII.GetBytes(string.Concat(all.Select(one =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Serial},{one.Name},{one.NotAfter:yyyy-MM-ddTHH:mm:ssZ},{(one.IsEnded ? Ended : "current")}\n")))));

    private GivenCertificate Parse(string line) => line.Split(',') is [var serial, var name, var until, var state]
        && DateTime.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var notAfter)
        ? new(serial, name, notAfter, state == Ended)
        : throw new ConfigurationException($"{path}: '{line}' is not serial,name,until,state. Put the file back from the backup.");
}
