using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Microsoft.AspNetCore.Identity;

namespace Estate.Gateway.People;

/// <summary>Messages to people about their accounts.</summary>
internal static class AccountTexts
{
    internal static readonly Text NotRight = new(
        "名字、密码或验证码不对。连续输错 5 次，要等 15 分钟再试。",
        "The name, the password or the code is not right. After five wrong tries in a row you must wait a quarter of an hour.");
    internal static readonly Text CodeUnknown = new(
        "这个注册码用过了、过期了或不对。请向物业要一个新的。", "This code was used, is too old or is not right. Please ask the property office for a new one.");
    internal static readonly Text NameWrong = new(
        "请写一个名字：汉字、字母、数字，最多 40 个字。", "Please give a name of at most 40 letters, digits or Chinese characters.");
    internal static readonly Text NameTaken = new(
        "这个名字有人用了，请换一个，比如加上门牌号。", "Somebody has this name already. Please take another, with your door number for example.");
    internal static readonly Text PasswordNotRight = new("现在的密码不对。", "The present password is not right.");
    internal static readonly Text RolesWrong = new(
        "请至少选一个身份；住户身份由门牌决定。", "Choose at least one role; being a resident comes from the household.");
    internal static readonly Text LastAdministrator = new("这是最后一位管理员，请先再设一位。", "This is the last administrator. Make another one first.");
    internal static readonly Text ChangedMeanwhile = new(
        "刚才有人改过这个账号，请再看一遍再改。", "Somebody changed this account just now. Look again, then change it.");
    private static readonly Text PasswordLength = new(
        $"密码至少 {PasswordRules.Shortest} 个字，最多 {PasswordRules.Longest} 个。",
        $"A password has at least {PasswordRules.Shortest} letters, at most {PasswordRules.Longest}.");
    private static readonly Text PasswordEasy = new(
        "这个密码太容易猜到。几个不相干的词连起来，又好记又安全。",
        "This password is guessed at once. A few words that have nothing to do with each other are safe and easy to keep.");

    internal static Text Of(IdentityResult result) => result.Errors.FirstOrDefault()?.Code switch
    {
        "password_length" => PasswordLength,
        "password_easy" => PasswordEasy,
        nameof(IdentityErrorDescriber.DuplicateUserName) or nameof(SaveResult.NameTaken) => NameTaken,
        nameof(IdentityErrorDescriber.InvalidUserName) => NameWrong,
        nameof(SaveResult.CodeUsed) => CodeUnknown,
        nameof(SaveResult.LastAdministrator) => LastAdministrator,
        _ => ChangedMeanwhile,
    };

    internal static Text Of(Role role) => role switch
    {
        Role.Resident => new("住户", "resident"),
        Role.Staff => new("物业", "property staff"),
        Role.Committee => new("业委会", "committee"),
        Role.Engineer => new("工程师", "engineer"),
        _ => new("管理员", "administrator"),
    };

    internal static Text Of(IEnumerable<Role> roles)
    {
        var texts = roles.Select(Of).ToList();
        return new(string.Join("、", texts.Select(one => one.Zh)), string.Join(", ", texts.Select(one => one.En)));
    }
}
