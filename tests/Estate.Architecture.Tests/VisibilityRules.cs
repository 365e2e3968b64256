using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests;

/// <summary>What only the domain uses, only the domain can see (tests may look at everything).</summary>
internal static partial class VisibilityRules
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static IEnumerable<string> WhatOnlyTheDomainUsesIsInternal(SourceTree tree, IEnumerable<Type> domain)
    {
        var types = domain.Where(type => type.IsPublic).ToHashSet();
        var words = tree.Under("src/").Where(file => !file.Key.StartsWith("src/Estate.Domain/", StringComparison.Ordinal))
            .SelectMany(file => Word().Matches(file.Value).Select(match => match.Value)).ToHashSet();
        var needed = types.Where(type => words.Contains(PlainName(type)) || ExtensionsOf(type).Any(words.Contains)).ToHashSet();
        var open = new Queue<Type>(needed);
        while (open.TryDequeue(out var type))
            foreach (var shown in ShownBy(type).SelectMany(Parts).Where(types.Contains))
                if (needed.Add(shown))
                    open.Enqueue(shown);
        return types.Except(needed).Select(type => $"{type.FullName} is public, and no other project of src needs it");
    }

    /// <summary>What the compiler wants to be as visible as the type itself.</summary>
    private static IEnumerable<Type> ShownBy(Type type) =>
        type.GetMembers(Declared).SelectMany(member => ShownBy(member))
            .Append(type.BaseType ?? typeof(object)).Concat(type.IsInterface ? type.GetInterfaces() : [])
            .Concat(type.GetNestedTypes().SelectMany(nested => ShownBy(nested))).Concat(ConstraintsOf(type.GetGenericArguments()))
            // Who makes JSON of it must see its converter.
            .Concat(type.GetCustomAttributes<JsonConverterAttribute>().Select(one => one.ConverterType ?? typeof(object)));

    private static IEnumerable<Type> ShownBy(MemberInfo member) => member switch
    {
        MethodInfo method when IsShown(method) =>
            method.GetParameters().Select(one => one.ParameterType).Append(method.ReturnType)
                .Concat(ConstraintsOf(method.GetGenericArguments())),
        ConstructorInfo made when IsShown(made) => made.GetParameters().Select(one => one.ParameterType),
        FieldInfo { IsPublic: true } field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> ConstraintsOf(Type[] parameters) =>
        parameters.Where(one => one.IsGenericParameter).SelectMany(one => one.GetGenericParameterConstraints());

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static IEnumerable<string> ExtensionsOf(Type type) =>
        type.GetMethods(Declared).Where(method => method.IsDefined(typeof(ExtensionAttribute))).Select(method => method.Name);

    private static string PlainName(Type type) => type.Name.Split('`')[0];

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
