using System.Collections.Immutable;
using Estate.Domain.Devices;
using Estate.TestKit;
using Xunit;

namespace Estate.Domain.Tests.Gate;

/// <summary>Every order of what can happen to a gate while it burns: wires, messages, people, restarts. None engages the lock.</summary>
public sealed class FireWalkTests
{
    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 7)]
    public void No_reachable_state_has_an_active_fire_and_an_engaged_lock(bool isWired, int bound)
    {
        var seen = new HashSet<string>();
        var (locked, burning, refused) = (0, 0, 0);
        var paths = new List<ImmutableArray<string>> { isWired ? ["wires speak"] : ImmutableArray<string>.Empty };
        for (var length = 0; length <= bound; length++)
        {
            var next = new List<ImmutableArray<string>>();
            foreach (var path in paths)
            {
                var walk = FireWalk.Along(path, isWired);
                if (!seen.Add(walk.Key))
                    continue;
                Assert.False(walk is { HasFire: true, IsEngaged: true }, $"it burns and is locked after: {string.Join(", ", path)}");
                (locked, burning, refused) = (locked + (walk.IsEngaged ? 1 : 0), burning + (walk.HasFire ? 1 : 0), refused + walk.Refusals);
                next.AddRange(walk.Next.Select(path.Add));
            }
            paths = next;
        }
        var walked = $"{seen.Count} states, {locked} locked, {burning} with a fire, {refused} refusals";
        TestContext.Current.TestOutputHelper?.WriteLine(walked);
        // It went where it matters.
        Assert.True(locked > 100 && burning > 100 && refused > 100, walked);
    }

    [Fact]
    public void A_message_that_says_there_is_no_fire_does_not_let_a_wired_fire_be_reset()
    {
        var walk = FireWalk.Along(["wires speak", "lock down", "fire line 1", "message: no fire"], isWired: true);
        Assert.Equal(RejectReason.NotItsSource, Assert.Single(walk.Last.OfType<Refused>()).Rejection.Reason);
        walk.Do("reset");
        Assert.Equal("cause_still_there", Assert.Single(walk.Last.OfType<Replied>()).Answer.Reason);
        Assert.False(walk.IsEngaged);

        // Out for certain, and reset by a person: then it locks.
        walk.Do("fire line 1");
        walk.Do("reset");
        Assert.True(walk.IsEngaged);
    }

    [Fact]
    public void A_gate_does_not_lock_before_its_wires_have_reported()
    {
        var walk = FireWalk.Along(["wires speak", "lock down", "restart", "fire line 1", "a second"], isWired: true);
        Assert.False(walk.IsEngaged);
        walk.Do("wires speak");
        Assert.False(walk.IsEngaged);
    }

    [Fact]
    public void One_of_two_fire_contacts_is_enough_and_both_must_report()
    {
        var walk = FireWalk.Along(["wires speak", "lock down", "fire line 1", "fire line 2", "fire line 1", "reset"], isWired: true);
        Assert.Equal("cause_still_there", walk.Last.OfType<Replied>().Single().Answer.Reason);
        walk.Do("fire line 2");
        walk.Do("reset");
        Assert.True(walk.IsEngaged);
        walk.Do("line 2 breaks");
        Assert.False(walk.IsEngaged);
    }
}
