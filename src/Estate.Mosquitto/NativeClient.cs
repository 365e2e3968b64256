using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Estate.Mosquitto;

/// <summary>Owns one libmosquitto handle and turns its C callbacks into calls on this object.</summary>
internal sealed unsafe class NativeClient : IDisposable
{
    private static readonly bool Initialised = LibMosquitto.LibInit() == LibMosquitto.Success;

    private readonly MosquittoClientOptions _options;
    private readonly Lock _lock = new();
    private GCHandle _self;
    private nint _handle;

    internal NativeClient(MosquittoClientOptions options)
    {
        if (!Initialised)
            throw new InvalidOperationException("libmosquitto could not be initialised");
        _options = options;
        _self = GCHandle.Alloc(this);
        _handle = LibMosquitto.New(options.ClientId, options.SessionExpiry == TimeSpan.Zero, GCHandle.ToIntPtr(_self));
        _ = LibMosquitto.ThreadedSet(_handle, true);
        _ = LibMosquitto.MaxInflightSet(_handle, 1000);
        _ = LibMosquitto.IntOption(_handle, LibMosquitto.OptionReceiveMaximum, 1000);
        // Small messages that wait for the next acknowledgement would cost a resident 40 ms each way.
        _ = LibMosquitto.IntOption(_handle, LibMosquitto.OptionTcpNoDelay, 1);
        if (options.Credentials is { } credentials)
            _ = LibMosquitto.UsernamePasswordSet(_handle, credentials.UserName, credentials.Password);
        if (options.Tls is { } tls)
            Require(LibMosquitto.TlsSet(_handle, tls.CaFile, null, tls.CertificateFile, tls.KeyFile, 0), "TLS files");
        if (options.Will is { } will)
            fixed (byte* payload = will.Payload.Span)
                Require(LibMosquitto.WillSet(_handle, will.Topic, will.Payload.Length, payload, will.Qos, will.Retain), "will");
        LibMosquitto.ConnectCallbackSet(_handle, &OnConnect);
        LibMosquitto.PublishCallbackSet(_handle, &OnPublish);
        LibMosquitto.SubscribeCallbackSet(_handle, &OnSubscribe);
        LibMosquitto.MessageCallbackSet(_handle, &OnMessage);
    }

    internal required Action<int> Connected { get; init; }
    internal required Action<int> Published { get; init; }
    internal required Action<int, bool> Subscribed { get; init; }
    internal required MosquittoMessageHandler Message { get; init; }

    internal int Connect(bool mqtt5)
    {
        _ = LibMosquitto.IntOption(_handle, LibMosquitto.OptionProtocolVersion, mqtt5 ? 5 : 4);
        nint properties = 0;
        if (mqtt5 && _options.SessionExpiry > TimeSpan.Zero)
            _ = LibMosquitto.PropertyAddInt32(ref properties, LibMosquitto.PropertySessionExpiryInterval, (uint)_options.SessionExpiry.TotalSeconds);
        var code = LibMosquitto.ConnectV5(_handle, _options.Host, _options.Port, (int)_options.KeepAlive.TotalSeconds, null, properties);
        if (properties != 0)
            LibMosquitto.PropertyFreeAll(ref properties);
        return code;
    }

    internal int Loop(int timeoutMilliseconds) => LibMosquitto.Loop(_handle, timeoutMilliseconds, 1);

    internal void Disconnect()
    {
        lock (_lock)
            if (_handle != 0)
                _ = LibMosquitto.Disconnect(_handle);
    }

    internal int? Subscribe(string filter, int qos) =>
        LibMosquitto.Subscribe(_handle, out var mid, filter, qos) == LibMosquitto.Success ? mid : null;

    internal PublishResult Publish(string topic, ReadOnlySpan<byte> payload, int qos, bool retain)
    {
        const int noConnection = 4;
        int code;
        lock (_lock)
        {
            if (_handle == 0)
                return PublishResult.NotConnected;
            fixed (byte* bytes = payload)
                code = LibMosquitto.Publish(_handle, out _, topic, payload.Length, bytes, qos, retain);
        }
        return code switch
        {
            LibMosquitto.Success => PublishResult.Accepted,
            // With QoS 1 libmosquitto has stored the message and sends it after the reconnect.
            noConnection => qos > 0 ? PublishResult.Accepted : PublishResult.NotConnected,
            _ => PublishResult.Invalid,
        };
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_handle == 0)
                return;
            LibMosquitto.Destroy(_handle);
            _handle = 0;
            _self.Free();
        }
    }

    private static NativeClient From(nint userData) => (NativeClient)GCHandle.FromIntPtr(userData).Target!;

    private static void Require(int code, string what)
    {
        if (code != LibMosquitto.Success)
            throw new ArgumentException($"MQTT {what}: {LibMosquitto.ErrorText(code)}");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint client, nint userData, int reason, int flags, nint properties) =>
        From(userData).Connected(reason);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint client, nint userData, int mid, int reason, nint properties) =>
        From(userData).Published(reason);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(nint client, nint userData, int mid, int count, int* granted)
    {
        var all = true;
        for (var i = 0; i < count; i++)
            all &= granted[i] < 0x80;
        From(userData).Subscribed(mid, all);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint client, nint userData, LibMosquitto.Message* message)
    {
        var topic = Marshal.PtrToStringUTF8((nint)message->Topic) ?? "";
        var payload = new ReadOnlySpan<byte>(message->Payload, message->PayloadLength);
        From(userData).Message(new MosquittoMessage(topic, payload, message->Qos, message->Retain != 0));
    }
}
