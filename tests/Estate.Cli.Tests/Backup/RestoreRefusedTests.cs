using System.Security.Cryptography;
using System.Text;
using Estate.Adapters.Storage;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Estate.Cli.Tests.Backup;

/// <summary>A restore that is refused says why in a sentence, and nothing is changed anywhere.</summary>
public sealed class RestoreRefusedTests : IDisposable
{
    private readonly EstateOnDisk _estate = new();
    private readonly string _file;

    public RestoreRefusedTests() => _file = _estate.Back();

    public void Dispose() => _estate.Dispose();

    [Fact]
    public void A_truncated_file_is_refused()
    {
        var whole = File.ReadAllBytes(_file);
        foreach (var length in new[] { 0, 7, 40, 300, 1000, whole.Length / 2, whole.Length - 17, whole.Length - 1 })
        {
            File.WriteAllBytes(_file, whole[..length]);
            Refused(() => _estate.Restore(_file), length < 300 ? "Nothing was changed" : "cut short");
        }
    }

    [Fact]
    public void A_damaged_file_or_one_that_is_not_a_backup_is_refused()
    {
        var whole = File.ReadAllBytes(_file);
        foreach (var place in new[] { 600, whole.Length / 2, whole.Length - 1 })
        {
            var damaged = whole.ToArray();
            damaged[place] ^= 1;
            File.WriteAllBytes(_file, damaged);
            Refused(() => _estate.Restore(_file), "Nothing was changed");
        }
        File.WriteAllText(_file, "a letter to the committee, long enough to be read");
        Refused(() => _estate.Restore(_file), "is not a backup of this program");
        // The first lines are readable by anybody, and nobody can change them.
        File.WriteAllBytes(
            _file, Encoding.Latin1.GetBytes(
                Encoding.Latin1.GetString(whole).Replace("\"site\":\"test\"", "\"site\":\"tost\"", StringComparison.Ordinal)));
        Refused(() => _estate.Restore(_file), "Nothing was changed");
    }

    [Fact]
    public void A_wrong_key_is_refused()
    {
        var other = new BackupKey(RandomNumberGenerator.GetBytes(BackupKey.Bytes));
        Refused(() => _estate.Restore(_file, key: other), $"number {_estate.Data.BackupKey().Id}");
    }

    [Fact]
    public void A_backup_of_another_estate_is_refused()
    {
        using var other = new EstateOnDisk("other");
        var message = Refused(() =>
            _estate.Restore(
                other.Back(), data: _estate.Elsewhere("new/var"), estate: _estate.EstateFile, mayReplace: true,
                key: other.Data.BackupKey()), "is a backup of the estate 'other'");
        Assert.Contains("is of 'test'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backup_of_a_newer_program_is_refused()
    {
        var newer = Encoding.Latin1.GetString(File.ReadAllBytes(_file))
            .Replace(
                $"\"schema\":{EstateDatabase.NewestSchema},", $"\"schema\":{EstateDatabase.NewestSchema + 1},", StringComparison.Ordinal);
        File.WriteAllBytes(_file, Encoding.Latin1.GetBytes(newer));
        Refused(() => _estate.Restore(_file), "was made by a newer program");
    }

    [Fact]
    public void An_existing_folder_or_estate_file_is_not_replaced()
    {
        Refused(() => _estate.Restore(_file, data: _estate.Data.Root), "is not empty");
        Refused(() => _estate.Restore(_file, estate: _estate.Elsewhere("new/var/estate.yaml")), "inside the data folder");
        Refused(() => _estate.Restore(_file, data: _estate.Elsewhere("no/such/var")), "make it first");
        File.AppendAllText(_estate.EstateFile, "# changed since\n");
        Refused(() => _estate.Restore(_file, estate: _estate.EstateFile), "says something else");
    }

    [Fact]
    public void A_folder_in_use_by_a_gateway_is_refused()
    {
        using var running = new GatewayLock(_estate.Data);
        Assert.Contains(
            "A gateway is running",
            Assert.Throws<IOException>(() =>
                _estate.Restore(_file, data: _estate.Data.Root, estate: _estate.EstateFile, mayReplace: true)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void No_gateway_starts_on_a_folder_while_it_is_replaced()
    {
        var refused = "";
        var time = new Meanwhile(() => refused = Assert.Throws<ConfigurationException>(() => new GatewayLock(_estate.Data)).Message);
        _estate.Restore(_file, _estate.Data.Root, _estate.EstateFile, mayReplace: true, time: time);
        Assert.Contains("or a backup restored", refused, StringComparison.Ordinal);
        new GatewayLock(_estate.Data).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_filled_during_the_restore_is_not_touched(bool mayReplace)
    {
        var database = new DataFolder(_estate.Elsewhere("new/var")).Database;
        var time = new Meanwhile(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database)!);
            File.WriteAllText(database, "of a gateway that was started");
        });
        Assert.Contains(
            "is not empty", Assert.Throws<IOException>(() => _estate.Restore(_file, mayReplace: mayReplace, time: time)).Message,
            StringComparison.Ordinal);
        Assert.Equal("of a gateway that was started", File.ReadAllText(database));
        Assert.False(File.Exists(_estate.Elsewhere("new/etc/estate.yaml")));
    }

    [Fact]
    public void Replaced_files_are_moved_aside_and_can_be_restored()
    {
        File.AppendAllText(_estate.EstateFile, "# changed since\n");
        _estate.Award(10);
        var (before, changed) = (EstateOnDisk.FingerprintOf(_estate.Data.Root), File.ReadAllText(_estate.EstateFile));
        var restored = _estate.Restore(_file, _estate.Data.Root, _estate.EstateFile, mayReplace: true);
        Assert.Equal([_estate.EstateFile, _estate.Data.Root], restored.MovedAside.Select(one => one.Was));
        Assert.Equal(
            (changed, before), (File.ReadAllText(restored.MovedAside[0].Now), EstateOnDisk.FingerprintOf(restored.MovedAside[1].Now)));
        Assert.Equal(3, LedgerAudit.Run(EstateDatabase.Existing(_estate.Data.Database)).Transfers);
    }

    [Fact]
    public void A_failed_step_rolls_back_the_earlier_ones()
    {
        var time = new FakeTimeProvider(new(2026, 11, 26, 3, 30, 0, TimeSpan.Zero));
        File.AppendAllText(_estate.EstateFile, "# changed since\n");
        // The place the data folder is to be moved to is taken: the estate's file has been put by then.
        Directory.CreateDirectory(_estate.Data.Root + ".before-2026-11-26T033000");
        File.WriteAllText(_estate.Data.Root + ".before-2026-11-26T033000/kept", "");
        var before = _estate.Fingerprint();
        Assert.Throws<IOException>(() => _estate.Restore(_file, _estate.Data.Root, _estate.EstateFile, mayReplace: true, time: time));
        Assert.Equal(before, _estate.Fingerprint());
    }

    [Fact]
    public void An_untouched_example_file_does_not_block_a_restore()
    {
        File.WriteAllText(_estate.Elsewhere("example.yaml"), "site: estate\n");
        File.Copy(_estate.Elsewhere("example.yaml"), Path.Combine(_estate.Usb, "estate.yaml"));
        var restored = _estate.Restore(_file, estate: Path.Combine(_estate.Usb, "estate.yaml"));
        Assert.Equal("site: test", File.ReadLines(Path.Combine(_estate.Usb, "estate.yaml")).First());
        Assert.Equal(Path.Combine(_estate.Usb, "estate.yaml"), Assert.Single(restored.MovedAside).Was);
        File.WriteAllText(Path.Combine(_estate.Usb, "estate.yaml"), "site: estate\n# ours\n");
        Refused(() =>
            _estate.Restore(_file, data: _estate.Elsewhere("second"), estate: Path.Combine(_estate.Usb, "estate.yaml")), "is of 'estate'");
    }

    private string Refused(Action restore, string because)
    {
        var before = _estate.Fingerprint();
        var message = Assert.Throws<IOException>(restore).Message;
        Assert.Contains(because, message, StringComparison.Ordinal);
        Assert.Matches("[\u4e00-\u9fff]", message);
        Assert.Equal(before, _estate.Fingerprint());
        return message;
    }

    /// <summary>Something happens once the backup is opened, when the audit's line is dated.</summary>
    private sealed class Meanwhile(Action happens) : TimeProvider
    {
        private int _asked;

        public override DateTimeOffset GetUtcNow()
        {
            if (_asked++ == 1)
                happens();
            return base.GetUtcNow();
        }
    }
}
