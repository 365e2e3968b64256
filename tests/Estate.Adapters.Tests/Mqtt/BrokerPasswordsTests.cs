using Estate.Adapters.Mqtt;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

/// <summary>A hash is computed once for a password, and again wherever there is a doubt.</summary>
public sealed class BrokerPasswordsTests : IDisposable
{
    private static readonly (string Name, string Password)[] Users = [("gateway", "secret"), ("station-1", "one"), ("station-2", "two")];

    private readonly TemporaryFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_unchanged_stays_and_the_file_is_written_all_the_same()
    {
        var before = Write(Users);
        File.SetLastWriteTimeUtc(_folder.File("passwd"), DateTime.UnixEpoch);
        Assert.Equal(before, Write(Users));
        Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(_folder.File("passwd")));
    }

    [Fact]
    public void Only_another_password_has_another_hash()
    {
        var before = Write(Users);
        var after = Write([Users[0], ("station-1", "another"), Users[2], ("station-3", "one")]);
        Assert.Equal((before[0], before[2]), (after[0], after[2]));
        Assert.NotEqual(before[1], after[1]);
        // Equal passwords of two users have nothing in common.
        Assert.Equal(4, after.Select(line => line.Split('$')[3]).Distinct().Count());
        Assert.Equal(before, Write(Users));
    }

    [Fact]
    public void Hashes_that_the_disk_damaged_or_somebody_changed_are_made_anew()
    {
        var before = Write(Users);
        var spoilt = before[1][..^8] + "AAAAAA==";
        File.WriteAllLines(_folder.File("passwd"), [before[0], spoilt, before[2]]);
        Assert.Equal(before, Write(Users));
        File.Delete(_folder.File("passwd.seal"));
        File.WriteAllLines(_folder.File("passwd"), [before[0], spoilt, before[2]]);
        Assert.Equal(before, Write(Users));
        File.WriteAllText(_folder.File("passwd"), "station-1");
        Assert.Equal(before, Write(Users));
    }

    [Fact]
    public void Another_key_of_the_gateway_makes_all_anew()
    {
        var before = Write(Users);
        Assert.Empty(before.Intersect(Write([("gateway", "other"), .. Users[1..]])));
    }

    private string[] Write((string, string)[] users)
    {
        BrokerPasswords.Write(_folder.Path, users, File.WriteAllLines);
        return File.ReadAllLines(_folder.File("passwd"));
    }
}
