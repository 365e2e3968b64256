using Estate.Adapters.Storage.Privacy;
using Xunit;

namespace Estate.Adapters.Tests.Storage.Privacy;

/// <summary>The telephone number that a household left in a device's state goes with the household.</summary>
public sealed class FamilyNumberTests
{
    [Fact]
    public void A_number_of_a_household_that_is_erased_is_emptied_and_the_others_stay()
    {
        var pseudonym = new Pseudonym("h1");
        var fresh = StoredStrings.Rewrite(
            """{"family":[{"household":"h1","phone":"138"},{"household":"h2","phone":"139"}]}""",
            word => pseudonym.InBody(word, ""));
        Assert.Equal(
            $$"""{"family":[{"household":"{{pseudonym.Name}}","phone":""},{"household":"h2","phone":"139"}]}""", fresh);
    }
}
