using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>Chargers in words for people.</summary>
public static class ChargingTexts
{
    public static string Component(int socket) => socket == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"socket-{socket}");

    /// <returns>Null for what is no socket's name.</returns>
    public static int? SocketOf(string component) => component.Length == 0 ? 0
        : component.StartsWith("socket-", StringComparison.Ordinal)
            && int.TryParse(component.AsSpan("socket-".Length), CultureInfo.InvariantCulture, out var socket) ? socket
        : null;

    public static Text? Cut(ImmutableArray<int> sockets)
    {
        if (sockets.IsDefaultOrEmpty)
            return null;
        var list = string.Join(", ", sockets.Select(socket => socket.ToString(CultureInfo.InvariantCulture)));
        return new($"已自动断电：插座 {list}", $"Switched off by itself: socket {list}");
    }

    public static Text? Measured(ProtectionKind kind, double? value, double? limit)
    {
        if (value is not { } measured)
            return null;
        var unit = UnitOf(kind);
        var text = string.Create(CultureInfo.InvariantCulture, $"{measured:0.#} {unit}");
        return limit is { } most
            ? new(string.Create(CultureInfo.InvariantCulture, $"{text}（上限 {most:0.#} {unit}）"),
                string.Create(CultureInfo.InvariantCulture, $"{text} (limit {most:0.#} {unit})"))
            : Text.Same(text);
    }

    public static Text Of(SessionPhase phase) => phase switch
    {
        SessionPhase.Preparing => new("准备中", "about to begin"),
        SessionPhase.Charging => new("充电中", "charging"),
        SessionPhase.SuspendedEv => new("快充满了", "nearly full"),
        _ => new("正在结束", "ending"),
    };

    public static Text Of(SocketStatus status) => status switch
    {
        SocketStatus.Available => new("空闲", "Free"),
        SocketStatus.Preparing => new("准备中", "Getting ready"),
        SocketStatus.Charging => new("充电中", "Charging"),
        SocketStatus.SuspendedEV => new("浮充", "Nearly full"),
        SocketStatus.SuspendedEVSE => new("已暂停", "Paused"),
        SocketStatus.Finishing => new("正在结束", "Ending"),
        SocketStatus.Reserved => new("排队中", "Waiting in line"),
        SocketStatus.Faulted => new("故障停用", "Off: fault"),
        _ => new("情况不明", "Not known"),
    };

    /// <summary>What waits for another person, and whose it is.</summary>
    public static Text Of(LimitProposal proposal)
    {
        var minutes = proposal.MaxMinutes.ToString(CultureInfo.InvariantCulture);
        return new($"最长 {minutes} 分钟，{proposal.Author} 提出", $"{minutes} minutes at most, proposed by {proposal.Author}");
    }

    /// <summary>The place in line and the wait, which is rounded up; only the place where nobody can say how long.</summary>
    public static Text Of(ChargeWait wait)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{wait.Place}{Suffix(wait.Place)} in line");
        return wait.Minutes is { } minutes
            ? new(string.Create(CultureInfo.InvariantCulture, $"第 {wait.Place} 位，约 {minutes} 分钟"),
                string.Create(CultureInfo.InvariantCulture, $"{place}, about {minutes} min"))
            : new(string.Create(CultureInfo.InvariantCulture, $"第 {wait.Place} 位"), place);
    }

    public static Text Of(WaitEnd reason) => reason switch
    {
        WaitEnd.Cancelled => new("取消排队", "cancelled"),
        WaitEnd.TimedOut => new("等候超时", "waited too long"),
        WaitEnd.Offline => new("轮到时充电桩没有联网", "the charger was not connected when its turn came"),
        WaitEnd.Faulted => new("插座停用", "the socket is off"),
        WaitEnd.Occupied => new("插座已被使用", "the socket came into use"),
        _ => new("线路容量不够", "the feeder can never carry it"),
    };

    private static string Suffix(int number) => (number % 10, number % 100) switch
    {
        (1, not 11) => "st",
        (2, not 12) => "nd",
        (3, not 13) => "rd",
        _ => "th",
    };

    private static string UnitOf(ProtectionKind kind) => kind switch
    {
        ProtectionKind.OverTemperature => "°C",
        ProtectionKind.Leakage => "mA",
        ProtectionKind.OverCurrent => "A",
        ProtectionKind.OverPower or ProtectionKind.RelayWelded => "W",
        ProtectionKind.OverVoltage or ProtectionKind.UnderVoltage => "V",
        _ => "",
    };
}
