namespace Estate.Domain.Devices;

/// <summary>What a foreign device said on a topic of its own: a reading, or that it came or went.</summary>
public readonly record struct TopicWord(IReading? Reading, bool? IsOnline);

/// <summary>One message of a foreign device; null for one that says nothing we use.</summary>
/// <param name="rest">The topic after the device's prefix.</param>
/// <exception cref="FormatException">It cannot be read.</exception>
/// <exception cref="System.Text.Json.JsonException">It cannot be read.</exception>
public delegate TopicWord? TopicReader(string rest, ReadOnlySpan<byte> payload);

/// <summary>Where and how a command is sent to the device; null where it has no such command.</summary>
public delegate (string Topic, string Payload)? TopicWriter(Command command, string topic);

/// <summary>A device that speaks MQTT in its maker's way, by the topic set in it.</summary>
/// <param name="Says">Prefixes of what it publishes, each ending with a slash.</param>
/// <param name="Hears">What it may listen to, as a filter.</param>
public sealed record TopicCodec(Func<string, IReadOnlyList<string>> Says, Func<string, string> Hears, TopicReader Read, TopicWriter Write);
