using System.Security.Cryptography;
using System.Text;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Estate.Gateway.People;

/// <summary>People of a demonstration, one or two of each role, with passwords made for this folder only. Never on a real estate.</summary>
internal static class Demonstration
{
    private static readonly (string Name, Role[] Roles, string? Household)[] Cast =
    [
        ("resident", [], "h0001"), ("desk", [Role.Staff], null), ("manager", [Role.Staff], null), ("chair", [Role.Committee], "h0002"),
        ("secretary", [Role.Committee], null), ("engineer", [Role.Engineer], null), ("administrator", [Role.Administrator], null),
    ];

    internal static void Make(DataFolder folder, EstateDatabase database)
    {
        if (File.Exists(folder.Demonstration))
            return;
        var people = new PeopleTable(database, new AuditChain(database, folder.AuditKey()));
        var lines = new StringBuilder("name,password,roles\n");
        var hasher = new PasswordHasher<Person>();
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        foreach (var (name, roles, household) in Cast)
        {
            var password = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 10);
            var person = new Person
            {
                Id = Guid.CreateVersion7().ToString("N"),
                Name = name,
                Lookup = name.ToUpperInvariant(),
                Roles = roles,
                Household = household,
                Stamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                Made = now
            };
            (person.PasswordHash, person.Noted) = (
                hasher.HashPassword(person, password), new AuditEntry(now, Invitations.Machine, PeopleTable.Joined, name, "demonstration"));
            if (people.Insert(person) == SaveResult.Saved)
                lines.Append(name).Append(',').Append(password).Append(',')
                    .AppendJoin(' ', person.AllRoles().Select(role => WireName.Of(role))).Append('\n');
        }
        DataFolder.WritePrivate(folder.Demonstration, Encoding.UTF8.GetBytes(lines.ToString()));
    }
}
