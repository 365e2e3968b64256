using Estate.Domain.Devices;

namespace Estate.Domain.Network;

/// <summary>The words of the network's boxes.</summary>
internal static class NetworkTexts
{
    internal static Text Of(NetworkFact fact) => fact switch
    {
        NetworkRestarted => new("重新启动了", "It has restarted"),
        NetworkLossChanged { IsActive: true } one =>
            new($"上联丢包 {Percent(one.LossPct).Zh}", $"Its uplink loses {Percent(one.LossPct).En}"),
        NetworkLossChanged => new("上联不再丢包", "Its uplink is in order again"),
        UplinkChanged { IsUp: true } => new("上联已接通", "Its uplink is up"),
        UplinkChanged => new("上联断开", "Its uplink is down"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    internal static Text OfRole(string role) => role switch
    {
        "access_point" => new("无线接入点", "Wi-Fi access point"),
        "switch" => new("交换机", "Switch"),
        "router" => new("路由器", "Router"),
        "bridge" => new("无线网桥", "Wireless bridge"),
        "camera" => new("摄像盒", "Camera box"),
        _ => new("网络设备", "Network box"),
    };

    /// <summary>Null where nothing is wrong with it.</summary>
    internal static Text? Of(ProbeProblem? problem) => problem switch
    {
        ProbeProblem.NoAnswer => new("没有应答", "no answer"),
        ProbeProblem.Refused => new("拒绝访问：口令不对", "it refuses: the password is wrong"),
        ProbeProblem.Unreadable => new("应答读不懂", "its answer cannot be read"),
        ProbeProblem.UnknownObject => new("没有所问的数值（OID 不对）", "it does not know an OID it was asked for"),
        _ => null,
    };

    internal static Text Percent(double value) => Text.Same(FormattableString.Invariant($"{value:0.#} %"));
}
