using System.Net.Sockets;
using System.Text.RegularExpressions;
using MQTTnet;
using MQTTnet.Exceptions;

namespace Estate.Adapters.Mqtt;

/// <summary>Why the broker would not, in words for a log and the page of health.</summary>
internal static partial class BrokerReason
{
    private const string NotMqtt5 = "the broker does not speak MQTT 5; Mosquitto does since version 2.0";

    /// <summary>A broker that only speaks MQTT 3.1.1 answers with its codes: 1 for the version, 4 and 5 for the credentials.</summary>
    internal static string Of(MqttClientConnectResultCode code) => (int)code switch
    {
        1 or (int)MqttClientConnectResultCode.UnsupportedProtocolVersion => NotMqtt5,
        4 or 5 or (int)MqttClientConnectResultCode.BadUserNameOrPassword or (int)MqttClientConnectResultCode.NotAuthorized =>
            "the broker refuses user name or password",
        _ => $"the broker refuses the connection: {Words(code)}",
    };

    internal static string Of(MqttClientDisconnectedEventArgs gone) => gone switch
    {
        { Exception: { } failure } => Of(failure),
        { Reason: not MqttClientDisconnectReason.NormalDisconnection } => $"the broker ended the connection: {Words(gone.Reason)}",
        _ => "the broker ended the connection",
    };

    internal static string Of(Exception failure) => failure.GetBaseException() switch
    {
        // Without the address behind it, which stands before it here.
        SocketException socket => new SocketException((int)socket.SocketErrorCode).Message,
        OperationCanceledException or MqttCommunicationTimedOutException => "the broker does not answer",
        MqttClientUnexpectedDisconnectReceivedException { ReasonCode: { } code } => $"the broker ended the connection: {Words(code)}",
        MqttProtocolViolationException violation => $"the broker breaks the rules of MQTT 5: {violation.Message}",
        var other => other.Message,
    };

    /// <summary>"NotAuthorized" is "not authorized".</summary>
    internal static string Words(Enum code) => Capital().Replace(code.ToString(), " $0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
