using System.Text;
using Estate.Adapters.Codecs;
using Estate.Domain.Devices;

namespace Estate.Adapters.Lorawan;

/// <summary>Orders to devices behind a network server: their maker's codec makes bytes of them. Any thread.</summary>
public sealed class NetworkServerOrders
{
    private readonly IReadOnlyDictionary<DeviceId, RadioDevice> _devices;
    private readonly CodecTable _codecs;

    internal NetworkServerOrders(IReadOnlyDictionary<DeviceId, RadioDevice> devices, CodecTable codecs) =>
        (_devices, _codecs) = (devices, codecs);

    public bool IsFor(DeviceId device) => _devices.ContainsKey(device);

    /// <returns>Null where its profile has no such order, or it cannot be said now.</returns>
    /// <param name="problem">Why it cannot; null where there is no such order.</param>
    public CodecOrder? Of(Command command, out string? problem)
    {
        problem = null;
        var device = _devices[command.Device];
        if (device.Profile.Write(command, device.Settings.Device.Name, device.Settings) is not (_, var data))
            return null;
        if (_codecs.Find(device.Profile.Name) is not { } codec)
            problem = $"the profile '{device.Profile.Name}' has no codec";
        else if (device.UplinkTopic is not { } topic)
            problem = "it has not been heard since the gateway started, so that its network server is not known yet";
        else
            return new(command, codec, new(
                IsEncoding: true, Encoding.UTF8.GetBytes(data), Port: 0, command.IssuedAt, device.Variables),
                topic, device.Settings.Values["dev_eui"].ToLowerInvariant());
        return null;
    }
}
