using System.Text;

namespace Estate.FirmwareSim;

/// <summary>An event kept in flash until the gateway has it. <see cref="HappenedAt"/> is the stopwatch.</summary>
public sealed class OutboxEvent(string id, string body, long happenedAt)
{
    public string Id => id;
    public long HappenedAt => happenedAt;

    /// <summary>Added to its age; see <see cref="Device.Backdate"/>.</summary>
    public TimeSpan Backdate { get; init; }

    /// <summary>Stopwatch of the last sending; null while never sent.</summary>
    public long? SentAt { get; set; }

    /// <summary>The age is written last and again at each sending; everything else stays byte for byte.</summary>
    public byte[] Payload(TimeSpan age) => Encoding.UTF8.GetBytes(string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{body},\"age_ms\":{(long)age.TotalMilliseconds}}}"));
}
