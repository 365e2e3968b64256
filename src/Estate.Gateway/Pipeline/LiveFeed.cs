using System.Threading.Channels;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>Tells pages which devices changed. A slow reader misses the middle, never the newest.</summary>
internal sealed class LiveFeed
{
    private readonly Lock _lock = new();
    private readonly List<Channel<DeviceId>> _readers = [];

    internal void Publish(IReadOnlyCollection<DeviceId> changed)
    {
        lock (_lock)
            foreach (var reader in _readers)
                foreach (var device in changed)
                    reader.Writer.TryWrite(device);
    }

    /// <summary>Dispose the subscription to leave.</summary>
    internal Subscription Subscribe()
    {
        var reader = Channel.CreateBounded<DeviceId>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
            _readers.Add(reader);
        return new(this, reader);
    }

    internal sealed class Subscription(LiveFeed feed, Channel<DeviceId> reader) : IDisposable
    {
        internal ChannelReader<DeviceId> Changes => reader.Reader;

        public void Dispose()
        {
            lock (feed._lock)
                feed._readers.Remove(reader);
        }
    }
}
