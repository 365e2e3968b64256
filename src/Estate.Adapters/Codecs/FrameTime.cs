using Jint.Runtime;
using NodaTime;

namespace Estate.Adapters.Codecs;

/// <summary>The time at which a frame was received, so that a replay decodes as the day itself did.</summary>
internal sealed class FrameTime(Instant at) : DefaultTimeSystem(TimeZoneInfo.Utc, System.Globalization.CultureInfo.InvariantCulture)
{
    public override DateTimeOffset GetUtcNow() => at.ToDateTimeOffset();
}
