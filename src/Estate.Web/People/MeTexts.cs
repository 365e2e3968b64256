using Estate.Domain.Devices;

namespace Estate.Web.People;

internal static class MeTexts
{
    internal static readonly Text PasswordChanged = new(
        "密码已改。所有登录都已退出，请用新密码再登录。", "The password is changed. All logins have ended; log in with the new one.");
    internal static readonly Text SessionsEnded = new("已退出。", "Ended.");
    internal static readonly Text SecondFactorOn = new(
        "已开启。请把下面的备用码抄下来，手机丢了时每个能用一次。现在请再登录一次。",
        "It is on. Write these recovery codes down: each lets you in once if the phone is lost. Now log in again.");
    internal static readonly Text SecondFactorOff = new("已关闭，请再登录一次。", "It is off. Please log in again.");
}
