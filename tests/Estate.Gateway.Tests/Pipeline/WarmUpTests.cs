using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Gateway.Pipeline;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline;

/// <summary>What a gate does in an emergency was done once before the first person comes, with those who hear of it.</summary>
public sealed class WarmUpTests
{
    [Fact]
    public void The_warm_up_releases_a_lock_by_exit_and_by_fire()
    {
        var heard = new Listener();
        DeviceSettings[] inventory =
        [
            new(new("gate", "far"), new Dictionary<string, string>()),
            new(new("gate", "near"),
            new Dictionary<string, string> { ["open_means"] = "card_required", ["closed_means"] = "card_required" })
            {
                Wires = ["lock", "exit", "fire"],
            },
        ];
        WarmUp.Run(DeviceKinds.WithoutCards(DateTimeZone.Utc), inventory, [heard], Instant.FromUtc(2026, 3, 4, 12, 0));
        var released = heard.Facts.OfType<LockCommanded>().Where(told => !told.IsLocked).Select(told => told.Authority).ToHashSet();
        Assert.Contains(DoorAuthority.Exit, released);
        Assert.Contains(DoorAuthority.Fire, released);
        Assert.All(heard.Facts, fact => Assert.Equal("near", fact.Device.Name));
    }

    private sealed class Listener : IReactor
    {
        internal List<Fact> Facts { get; } = [];

        public void React(Fact fact, Effects effects) => Facts.Add(fact);

        public bool TryHandle(IRequest request, string by, Instant now, Effects effects) => false;

        public void Tick(Instant now, Effects effects)
        {
        }
    }
}
