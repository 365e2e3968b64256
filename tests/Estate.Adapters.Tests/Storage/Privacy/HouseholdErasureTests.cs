using System.Text;
using System.Text.Json;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Adapters.Storage.Privacy;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage.Privacy;

/// <summary>A household is forgotten, everywhere and for good, and nobody else's points move.</summary>
public sealed class HouseholdErasureTests
{
    private static readonly Gen<(int Kind, int Who, int Points)[]> Steps = Gen.Choose(0, 25).SelectMany(count => Gen.ArrayOf(
        from kind in Gen.Choose(0, 4)
        from who in Gen.Choose(0, 2)
        from points in Gen.Choose(1, 9)
        select (kind, who, points), count));

    [Fact]
    public void Erasure_keeps_every_sum_and_removes_the_name_from_the_file() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(25),
            Prop.ForAll(Steps.ToArbitrary(), Gen.Elements(TestHouseholds.Leaving, TestHouseholds.Chinese).ToArbitrary(), (steps, leaving) =>
        {
            using var estate = Play(steps);
            estate.Award(leaving, 1);
            estate.Commit();
            var (issued, balance) = (estate.Ledger.Issued, estate.Ledger.BalanceOf(AccountId.Household(leaving)));
            var erasure = Erasure(estate);
            var erased = erasure.Run(leaving, "local:test", estate.Now);

            var ledger = new Ledger();
            estate.Reader.Restore(ledger, new LocalDate(2026, 1, 1));
            Assert.Equal((0L, issued, balance), (ledger.Sum, ledger.Issued, ledger.BalanceOf(AccountId.Household(erased.Pseudonym))));
            Assert.All(TestHouseholds.All.Where(one => one != leaving), other =>
                Assert.Equal(estate.Ledger.BalanceOf(AccountId.Household(other)), ledger.BalanceOf(AccountId.Household(other))));
            Assert.Empty(ledger.OpenReservations);
            Assert.Null(DamageCheck.Find(estate.Database.Path));
            Assert.Null(estate.Audit.Verify().Problem);
            Assert.Equal((0L, 0L), (erasure.Remains(leaving), estate.Reader.Damaged));
            NothingOf(leaving, estate.Bytes());
            return true;
        }));

    [Fact]
    public void The_pseudonym_cannot_be_traced_back()
    {
        using var estate = Play([]);
        var award = estate.Award(TestHouseholds.Leaving, 5);
        estate.Dispute(award, TestHouseholds.Leaving);
        estate.Commit();
        var erased = Erasure(estate).Run(TestHouseholds.Leaving, "local:test", estate.Now);
        // The id was made of the household's name, so that it could be tried out.
        var kept = Assert.Single(estate.Reader.Transfers(AccountId.Household(erased.Pseudonym), 10));
        Assert.NotEqual(award.Id, kept.Id);
        Assert.Equal(kept.Id, Assert.Single(estate.Reader.FactsOf<TransferDisputed>(new("gateway", "desk"), 10)).Transfer);
        Assert.DoesNotContain(
            TestHouseholds.CardOf(TestHouseholds.Leaving).Hex, Encoding.UTF8.GetString(estate.Bytes()), StringComparison.Ordinal);
        using var again = Play([]);
        again.Award(TestHouseholds.Leaving, 5);
        again.Commit();
        Assert.NotEqual(erased.Pseudonym, Erasure(again).Run(TestHouseholds.Leaving, "local:test", again.Now).Pseudonym);
    }

    [Fact]
    public void Accounts_are_removed_and_staff_keep_theirs_without_the_household()
    {
        using var estate = Play([]);
        var people = new PeopleTable(estate.Database, estate.Audit);
        foreach (var (name, roles) in new[] { ("xiaoli-resident", Array.Empty<Role>()), ("guard-wang", [Role.Staff]) })
            people.Insert(
                new Person
                {
                    Id = name,
                    Name = name,
                    Lookup = name,
                    Roles = roles,
                    Household = TestHouseholds.Leaving,
                    Noted = new(estate.Now, name, "joined", name, "")
                });
        new SessionTable(estate.Database, estate.Audit)
            .Insert(new("login-of-xiaoli", "xiaoli-resident", estate.Now, estate.Now, estate.Now + Duration.FromDays(1), "browser"), "",
            [1]);
        people.Invite(
            "hash", new([], TestHouseholds.Leaving, null, "desk", estate.Now, estate.Now),
            new(estate.Now, "desk", "invited", TestHouseholds.Leaving, ""));

        var erased = Erasure(estate).Run(TestHouseholds.Leaving, "local:test", estate.Now);

        Assert.Equal((1, 1), (erased.Accounts, erased.Cards));
        Assert.Equal(("guard-wang", null), (Assert.Single(people.All()).Name, people.All()[0].Household));
        Assert.Null(estate.Audit.Verify().Problem);
        var bytes = estate.Bytes();
        NothingOf(TestHouseholds.Leaving, bytes);
        NothingOf("xiaoli", bytes);
        Assert.Contains("guard-wang", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_reservation_or_an_unknown_household_blocks_erasure()
    {
        using var estate = Play([]);
        estate.Award(TestHouseholds.Leaving, 5);
        var reserve = estate.Reserve(TestHouseholds.Leaving, 5)!;
        estate.Commit();
        Assert.Contains(
            "a roll is set aside", Assert.Single(Erasure(estate).Obstacles(TestHouseholds.Leaving, estate.Now)).En,
            StringComparison.Ordinal);
        Assert.Contains("nothing is kept", Assert.Single(Erasure(estate).Obstacles("9-9-9", estate.Now)).En, StringComparison.Ordinal);
        estate.Resolve(reserve, isPosted: true);
        estate.Commit();
        Assert.Empty(Erasure(estate).Obstacles(TestHouseholds.Leaving, estate.Now));
    }

    [Theory]
    [InlineData("UPDATE audit SET erased_by = NULL, seal = NULL WHERE erased_by IS NOT NULL")]
    [InlineData("UPDATE audit SET detail = 'x' WHERE n = 1")]
    [InlineData("UPDATE audit SET target = 'x' WHERE n = 1")]
    [InlineData("UPDATE audit SET erased_by = 2 WHERE n = 1")]
    [InlineData("UPDATE audit SET erased_by = 99, seal = mac WHERE n = 1")]
    [InlineData("UPDATE fact SET body = replace(body, 'desk', 'wang') WHERE type = 'correction_proposed'")]
    [InlineData("DELETE FROM audit WHERE action = 'household_erased'")]
    public void Erased_entries_cannot_be_changed_without_the_key(string tampering)
    {
        using var estate = Play([]);
        estate.Correct(TestHouseholds.Leaving, 3);
        estate.Correct(TestHouseholds.Staying, 3);
        estate.Commit();
        Assert.Equal(1, Erasure(estate).Run(TestHouseholds.Leaving, "local:test", estate.Now).AuditEntries);
        Assert.Null(estate.Audit.Verify().Problem);
        TestDatabase.Run(estate.Database.Path, tampering);
        Assert.NotNull(estate.Audit.Verify().Problem);
    }

    private static HouseholdErasure Erasure(TestHouseholds estate) => new(estate.Database, estate.Reader, estate.Audit, estate.Kinds);

    private static TestHouseholds Play((int Kind, int Who, int Points)[] steps)
    {
        var estate = new TestHouseholds();
        foreach (var (kind, who, points) in steps)
        {
            var household = TestHouseholds.All[who];
            if (kind == 0)
                estate.Award(household, points);
            else if (kind == 1)
                estate.Correct(household, points);
            else if (kind == 2)
                estate.Dispute(estate.Award(household, points), household);
            else if (estate.Reserve(household, points) is { } reserve)
                estate.Resolve(reserve, isPosted: kind == 3);
        }
        estate.Commit();
        return estate;
    }

    /// <summary>As itself, and as it stands in a JSON text. Another's name may begin with it.</summary>
    private static void NothingOf(string name, byte[] bytes)
    {
        var all = Encoding.UTF8.GetString(bytes).Replace(TestHouseholds.Staying, "", StringComparison.Ordinal);
        Assert.DoesNotContain(name, all, StringComparison.Ordinal);
        Assert.DoesNotContain(JsonEncodedText.Encode(name).ToString(), all, StringComparison.Ordinal);
    }
}
