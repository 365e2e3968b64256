using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Estate.Bench.Profile;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Profile;

/// <summary>A profile of methods of the runtime itself, read again with the runtime's own reader.</summary>
public sealed class ProfileWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KnownTypes _types = new([Path.GetDirectoryName(typeof(object).Assembly.Location)!]);

    public void Dispose()
    {
        _types.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Methods_are_named_with_their_types_and_grouped_by_the_assemblies_they_need()
    {
        var profile = new ProfileWriter(_types);
        Assert.True(profile.TryAdd(Method("System.String:Insert(int,System.String)")));
        Assert.True(profile.TryAdd(
            Method("System.Collections.Generic.Dictionary`2[System.__Canon,System.Xml.XmlNodeType]:TryGetValue(System.__Canon,byref)")));
        Assert.True(profile.TryAdd(Method("System.Linq.Enumerable:ToArray[int](System.Collections.Generic.IEnumerable`1[int])")));
        Assert.False(profile.TryAdd(Method("Nobody.Knows:It()")));
        Assert.False(profile.TryAdd(Method("System.String:Insert(int,System.String,int)")));
        profile.Save(_folder.File("a.mibc"));
        using var file = new PEReader(File.OpenRead(_folder.File("a.mibc")));
        var reader = file.GetMetadataReader();
        Assert.Equal(
            ["AssemblyDictionary", "Group0", "Group1", "Group2"],
            reader.MethodDefinitions.Select(one => reader.GetString(reader.GetMethodDefinition(one).Name)).Order(StringComparer.Ordinal));
        Assert.Equal(["Insert", "ToArray", "TryGetValue"], reader.MemberReferences
            .Select(one => reader.GetString(reader.GetMemberReference(one).Name)).Order(StringComparer.Ordinal));
        Assert.Contains("System.Private.CoreLib;System.Private.Xml;", Texts(reader));
    }

    [Fact]
    public void The_same_methods_make_the_same_file()
    {
        foreach (var name in new[] { "a.mibc", "b.mibc" })
        {
            var profile = new ProfileWriter(_types);
            Assert.True(profile.TryAdd(Method("System.Collections.Generic.List`1[int]:Add(int)")));
            profile.Save(_folder.File(name));
        }
        Assert.Equal(File.ReadAllBytes(_folder.File("a.mibc")), File.ReadAllBytes(_folder.File("b.mibc")));
    }

    private static CompiledMethod Method(string text) => CompiledMethod.Parse($"1: JIT compiled {text} [Tier0, IL size=1, code size=2]")!;

    private static List<string> Texts(MetadataReader reader)
    {
        List<string> all = [];
        for (var at = System.Reflection.Metadata.Ecma335.MetadataTokens.UserStringHandle(1); !at.IsNil;
            at = System.Reflection.Metadata.Ecma335.MetadataReaderExtensions.GetNextHandle(reader, at))
            all.Add(reader.GetUserString(at));
        return all;
    }
}
